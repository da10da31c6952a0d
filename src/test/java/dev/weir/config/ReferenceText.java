package dev.weir.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.stream.Collectors;

/** Writes the reference tables of docs/configuration.md from the key tables. */
final class ReferenceText {
    static final String BEGIN = "<!-- reference: begin -->\n";
    static final String END = "<!-- reference: end -->";

    private ReferenceText() {}

    static String replaceIn(String page) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, begin) + tables() + page.substring(page.indexOf(END));
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        append(ServiceConfig.TOP, "Top of the file", text);
        Tables.SECTIONS.forEach(table -> append(table, "`" + table.name() + "`", text));
        return text.append('\n').toString();
    }

    private static void append(KeyTable table, String title, StringBuilder text) {
        String users = table.usedBy().equals(KeyTable.EVERY_SERVICE) ? "" : " Only for " + Tables.users(table) + ".";
        text.append("\n### ")
                .append(title)
                .append("\n\n")
                .append(table.about())
                .append(users)
                .append("\n\n");
        text.append("| key | unit | default | allowed | what it is |\n|---|---|---|---|---|\n");
        table.keys().forEach(key -> text.append(row(key)).append('\n'));
    }

    private static <T> String row(Key<T> key) {
        String unit = key.type() instanceof WholeType whole ? whole.unit() : "";
        return "| `" + key.name() + "` | " + unit + " | " + fallback(key) + " | " + allowed(key.type()) + " | "
                + key.about() + " |";
    }

    private static <T> String fallback(Key<T> key) {
        if (key.required()) {
            return "**required**";
        }
        return key.fallback() == null
                ? key.fallbackSaid()
                : "`" + Json.encode(key.type().toJson(key.fallback())).replace("\"", "") + "`";
    }

    private static String allowed(Type<?> type) {
        if (type instanceof WholeType whole) {
            return whole.min() + " – " + whole.max();
        }
        JsonArray words = type.schema().getJsonArray("enum");
        return words == null
                ? type.wanted()
                : words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
