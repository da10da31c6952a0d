package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which key may stand where in the config of all three services. */
final class AllShape {
    /** The sections a single service may have otherwise than the rest. */
    static final List<KeyTable> OVERRIDES =
            List.of(ServerConfig.TABLE, LimitsConfig.TABLE, QueueConfig.TABLE, LogConfig.TABLE, LinkKeys.TABLE);

    private AllShape() {}

    /** Whether a key at the top concerns this service. */
    static boolean isShared(String name, ServiceKind kind) {
        return ServiceConfig.TOP.names().contains(name)
                || Tables.section(name).filter(table -> table.isUsedBy(kind)).isPresent();
    }

    /** Whether a key may stand under this service's name. */
    static boolean isOverride(String name, ServiceKind kind) {
        return OVERRIDES.stream().anyMatch(table -> table.name().equals(name) && table.isUsedBy(kind));
    }

    /** Notes unknown keys at the top and under each service's name; the sections are read with their service. */
    static void check(JsonObject all, Set<Problem> problems) {
        List<String> known = new ArrayList<>(ServiceConfig.TOP.names());
        Tables.SECTIONS.forEach(table -> known.add(table.name()));
        for (ServiceKind kind : ServiceKind.values()) {
            known.add(kind.word());
            checkOne(all, kind, problems);
        }
        for (String name : all.fieldNames()) {
            if (!known.contains(name)) {
                problems.add(new Problem(Shown.clip(name), "unknown key" + Strangers.hint(name, known)));
            }
        }
    }

    private static void checkOne(JsonObject all, ServiceKind kind, Set<Problem> problems) {
        if (!all.containsKey(kind.word())) {
            return;
        }
        if (!(all.getValue(kind.word()) instanceof JsonObject own)) {
            problems.add(new Problem(kind.word(), Shown.of(all.getValue(kind.word())) + " is not an object"));
            return;
        }
        for (String name : own.fieldNames()) {
            if (!isOverride(name, kind)) {
                problems.add(new Problem(kind.word() + "." + Shown.clip(name), misplaced(name, kind)));
            }
        }
    }

    private static String misplaced(String name, ServiceKind kind) {
        Optional<KeyTable> section = Tables.section(name);
        if (section.isPresent() && !section.get().isUsedBy(kind)) {
            return "belongs to " + Tables.users(section.get()) + "; the " + kind.word() + " has no use for it";
        }
        if (section.isPresent() || ServiceConfig.TOP.names().contains(name)) {
            return "belongs at the top: the services of one process share it";
        }
        List<String> known = OVERRIDES.stream()
                .filter(table -> table.isUsedBy(kind))
                .map(KeyTable::name)
                .toList();
        return "unknown key" + Strangers.hint(name, known);
    }

    /** The problem with its path in the whole config: under the service's name if the key at fault stands there. */
    static Problem locate(Problem problem, JsonObject all, ServiceKind kind) {
        String[] steps = problem.path().split("\\.", 2);
        if (!(all.getValue(kind.word()) instanceof JsonObject own)
                || !isOverride(steps[0], kind)
                || !own.containsKey(steps[0])) {
            return problem;
        }
        boolean here = steps.length < 2
                || !(all.getValue(steps[0]) instanceof JsonObject shared)
                || !shared.containsKey(steps[1])
                || (own.getValue(steps[0]) instanceof JsonObject section && section.containsKey(steps[1]));
        return here ? new Problem(kind.word() + "." + problem.path(), problem.message()) : problem;
    }
}
