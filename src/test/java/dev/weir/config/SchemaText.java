package dev.weir.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes the JSON Schema of all config files from the key tables. */
final class SchemaText {
    private SchemaText() {}

    static JsonObject schema() {
        JsonObject defs = new JsonObject();
        JsonArray files = new JsonArray();
        for (KeyTable table : Tables.SECTIONS) {
            defs.put(table.name(), section(table, true));
        }
        defs.put("linkPart", section(LinkKeys.TABLE, false));
        for (ServiceKind kind : ServiceKind.values()) {
            defs.put(kind.word() + "Part", part(kind));
            defs.put(kind.word() + "File", service(kind));
            files.add(ref(kind.word() + "File"));
        }
        defs.put("allFile", all());
        files.add(ref("allFile"));
        return new JsonObject()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Config files of Weir")
                .put(
                        "description",
                        "One service, or the three of one process. Rules between keys: docs/configuration.md.")
                .put("anyOf", files)
                .put("$defs", defs);
    }

    private static JsonObject service(ServiceKind kind) {
        JsonObject properties = properties(ServiceConfig.TOP);
        JsonArray required = new JsonArray().add("auth");
        for (KeyTable table : Tables.SECTIONS) {
            if (table.isUsedBy(kind)) {
                properties.put(table.name(), place(table, table.name()));
            }
        }
        JsonObject schema = object("Config of the " + kind.word() + ".", properties);
        if (kind.isEdge()) {
            required.add(LinkKeys.TABLE.name());
            schema.put(
                    "anyOf",
                    new JsonArray().add(requires(ClusterConfig.TABLE.name())).add(linkWithUrl()));
        }
        return schema.put("required", required);
    }

    /** Where there is no cluster to find the queue by. */
    private static JsonObject linkWithUrl() {
        JsonArray either =
                new JsonArray().add(new JsonObject().put("type", "string")).add(requires(LinkKeys.URL.name()));
        JsonObject link = new JsonObject().put("anyOf", either);
        return new JsonObject().put("properties", new JsonObject().put(LinkKeys.TABLE.name(), link));
    }

    private static JsonObject requires(String name) {
        return new JsonObject().put("required", new JsonArray().add(name));
    }

    private static JsonObject all() {
        JsonObject properties = properties(ServiceConfig.TOP);
        for (KeyTable table : Tables.SECTIONS) {
            properties.put(table.name(), place(table, partName(table)));
        }
        for (ServiceKind kind : ServiceKind.values()) {
            properties.put(kind.word(), ref(kind.word() + "Part"));
        }
        return object("Config of the three services in one process.", properties)
                .put("required", new JsonArray().add("auth"));
    }

    private static JsonObject part(ServiceKind kind) {
        JsonObject properties = new JsonObject();
        for (KeyTable table : AllShape.OVERRIDES) {
            if (table.isUsedBy(kind)) {
                properties.put(table.name(), place(table, partName(table)));
            }
        }
        return object("What the " + kind.word() + " has otherwise than the others.", properties);
    }

    private static String partName(KeyTable table) {
        return table.equals(LinkKeys.TABLE) ? "linkPart" : table.name();
    }

    private static JsonObject place(KeyTable table, String def) {
        Object word = table.equals(TlsConfig.TABLE) ? Boolean.FALSE : table.equals(LinkKeys.TABLE) ? "local" : null;
        return word == null
                ? ref(def)
                : new JsonObject()
                        .put(
                                "anyOf",
                                new JsonArray()
                                        .add(new JsonObject().put("const", word))
                                        .add(ref(def)));
    }

    private static JsonObject section(KeyTable table, boolean whole) {
        JsonObject section = object(table.about(), properties(table));
        JsonArray required = new JsonArray();
        table.keys().stream().filter(Key::required).forEach(key -> required.add(key.name()));
        return whole && !required.isEmpty() ? section.put("required", required) : section;
    }

    private static JsonObject properties(KeyTable table) {
        JsonObject properties = new JsonObject();
        table.keys().forEach(key -> properties.put(key.name(), property(key)));
        return properties;
    }

    private static <T> JsonObject property(Key<T> key) {
        String unit =
                key.type() instanceof WholeType whole && !whole.unit().isEmpty() ? " In " + whole.unit() + "." : "";
        String otherwise = key.fallbackSaid().isEmpty() ? "" : " Default: " + key.fallbackSaid() + ".";
        JsonObject property = new JsonObject().put("description", key.about() + unit + otherwise);
        property.mergeIn(key.type().schema());
        return key.fallback() == null
                ? property
                : property.put("default", key.type().toJson(key.fallback()));
    }

    private static JsonObject object(String about, JsonObject properties) {
        return new JsonObject()
                .put("description", about)
                .put("type", "object")
                .put("properties", properties)
                .put("additionalProperties", false);
    }

    private static JsonObject ref(String def) {
        return new JsonObject().put("$ref", "#/$defs/" + def);
    }
}
