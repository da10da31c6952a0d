package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses unknown keys, and says what was probably meant or where they belong. */
final class Strangers {
    private Strangers() {}

    /** Notes each key of {@code json} that {@code table} does not have. */
    static void note(KeyTable table, JsonObject json, List<Problem> problems) {
        String prefix = table.name().isEmpty() ? "" : table.name() + ".";
        for (String name : json.fieldNames()) {
            if (!table.names().contains(name)) {
                problems.add(new Problem(prefix + Shown.clip(name), "unknown key" + hint(name, table.names())));
            }
        }
    }

    /** Notes each key at the top of a service's config that is neither one of {@code names} nor a section it uses. */
    static void noteTop(JsonObject json, ServiceKind kind, List<Problem> problems) {
        List<String> known = new ArrayList<>(ServiceConfig.TOP.names());
        Tables.SECTIONS.stream().filter(t -> t.isUsedBy(kind)).forEach(t -> known.add(t.name()));
        for (String name : json.fieldNames()) {
            if (!known.contains(name)) {
                String said = Tables.section(name)
                        .map(table ->
                                "belongs to " + Tables.users(table) + "; the " + kind.word() + " has no use for it")
                        .orElseGet(() -> serviceHint(name).orElseGet(() -> "unknown key" + hint(name, known)));
                problems.add(new Problem(Shown.clip(name), said));
            }
        }
    }

    private static Optional<String> serviceHint(String name) {
        for (ServiceKind kind : ServiceKind.values()) {
            if (kind.word().equals(name)) {
                return Optional.of("belongs in an all.json, which configures the three services together");
            }
        }
        return Optional.empty();
    }

    /** The nearest known key, else the section that has a key of this name. */
    static String hint(String name, List<String> known) {
        Optional<String> near = NearMiss.of(name, known);
        if (near.isPresent()) {
            return "; did you mean " + near.get() + "?";
        }
        return Tables.SECTIONS.stream()
                .filter(table -> table.names().contains(name))
                .findFirst()
                .map(table -> "; it belongs in " + table.name())
                .orElse("");
    }
}
