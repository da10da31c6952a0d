package dev.weir.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code cluster} section by itself, of any service's config, and what the environment says in its place. */
public final class ClusterSection {
    private static final String NAME = ClusterConfig.TABLE.name();

    /** Environment variables, and the keys that they go before. */
    private static final Map<String, Key<?>> VARIABLES = Map.of(
            "WEIR_CLUSTER_NAME", ClusterConfig.NAME,
            "WEIR_CLUSTER_HOST", ClusterConfig.HOST,
            "WEIR_CLUSTER_ANNOUNCE_HOST", ClusterConfig.ANNOUNCE_HOST);

    private static final String MEMBERS = "WEIR_CLUSTER_MEMBERS";

    private ClusterSection() {}

    /** Writes into a config what the environment says; the section is there afterwards. */
    public static void fill(JsonObject config, Map<String, String> environment) {
        if (!config.containsKey(NAME)) {
            config.put(NAME, new JsonObject());
        }
        if (config.getValue(NAME) instanceof JsonObject section) {
            VARIABLES.forEach((variable, key) -> {
                String value = environment.getOrDefault(variable, "").trim();
                if (!value.isEmpty()) {
                    section.put(key.name(), value);
                }
            });
            String members = environment.getOrDefault(MEMBERS, "").trim();
            if (!members.isEmpty()) {
                section.put(ClusterConfig.MEMBERS.name(), new JsonArray(List.of(members.split("[\\s,]+"))));
            }
        }
    }

    /**
     * Reads the section, and nothing else of the config.
     *
     * @throws ConfigException with every problem found
     */
    public static ClusterConfig read(JsonObject config) {
        List<Problem> problems = new ArrayList<>();
        Path baseDir =
                Path.of(config.getString(ServiceConfig.BASE_DIR.name(), "")).toAbsolutePath();
        ClusterConfig read = ClusterConfig.DEFAULT;
        if (config.getValue(NAME) instanceof JsonObject section) {
            read = ClusterConfig.read(new Section(ClusterConfig.TABLE, section, problems), baseDir);
        } else if (config.containsKey(NAME)) {
            problems.add(new Problem(NAME, Shown.of(config.getValue(NAME)) + " is not an object"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read;
    }
}
