package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one service is told. Paths in it are absolute.
 *
 * @param baseDir where relative paths of the config start
 * @param dataDir where the service keeps what it must find again
 * @param queue of use to the queue only
 * @param log of use to the queue only
 * @param link of use to the edges only
 * @param cluster null when the config has no such section
 * @param eventLoops threads that serve connections, for whoever makes the process's Vert.x
 */
public record ServiceConfig(
        Profile profile,
        Path baseDir,
        Path dataDir,
        ServerConfig server,
        TlsConfig tls,
        AuthConfig auth,
        LimitsConfig limits,
        QueueConfig queue,
        LogConfig log,
        LinkConfig link,
        @Nullable ClusterConfig cluster,
        int eventLoops) {
    static final Key<String> SCHEMA = Key.optional(
            "$schema", TextType.plain("text"), "none", "For editors that check the file as it is typed; not read.");
    static final Key<Profile> PROFILE = Key.of(
            "profile", new ChoiceType<>(Profile.class), Profile.PROD, "What the config is for; decides some defaults.");
    static final Key<Path> BASE_DIR = Key.optional(
            "baseDir", Texts.PATH, "the config file's directory", "Where the config's relative paths start.");
    static final Key<Path> DATA_DIR =
            Key.of("dataDir", Texts.PATH, Path.of("data"), "Directory for what the service must find again.");
    static final Key<Long> EVENT_LOOPS = Key.optional(
            "eventLoops", WholeType.count(1, 1024), "half the processors, at least 1", "Threads serving connections.");

    static final KeyTable TOP = new KeyTable(
            "",
            "The top of every file.",
            List.of(SCHEMA, PROFILE, BASE_DIR, DATA_DIR, EVENT_LOOPS),
            KeyTable.EVERY_SERVICE);

    /**
     * Reads a service's config.
     *
     * @throws ConfigException with every problem found
     */
    public static ServiceConfig read(JsonObject json, ServiceKind kind) {
        List<Problem> problems = new ArrayList<>();
        ServiceConfig config = ServiceReader.read(json, kind, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }
}
