package dev.weir.launcher;

import dev.weir.config.AllConfig;
import dev.weir.config.ConfigException;
import dev.weir.config.ConfigFile;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the launcher asks of the config room, in one place. */
final class Configs {
    private Configs() {}

    /**
     * The config that {@code -conf} names; without it, an empty one.
     *
     * @throws Refusal if it cannot be read
     */
    static JsonObject read(@Nullable String conf) {
        try {
            return ConfigFile.ofProcess().read(conf);
        } catch (ConfigException e) {
            throw new Refusal(e.problems().stream()
                    .map(problem -> Line.clean(problem.toString()))
                    .toList());
        }
    }

    /** The config of one service out of that of all. */
    static JsonObject serviceJson(JsonObject all, Service service) {
        return AllConfig.serviceJson(all, kind(service));
    }

    /**
     * Looks for mistakes before anything is started.
     *
     * @throws Refusal with a line for each
     */
    static void check(Service service, JsonObject config) {
        try {
            if (service == Service.ALL) {
                AllConfig.read(config);
            } else {
                ServiceConfig.read(config, kind(service));
            }
        } catch (ConfigException e) {
            throw new Refusal(e.problems().stream()
                    .map(problem -> service.word() + " config: " + Line.clean(problem.toString()))
                    .toList());
        }
    }

    private static ServiceKind kind(Service service) {
        return ServiceKind.valueOf(service.name());
    }
}
