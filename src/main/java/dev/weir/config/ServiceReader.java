package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** Puts a service's record tree together from its sections, and checks what holds between them. */
final class ServiceReader {
    private final JsonObject json;
    private final ServiceKind kind;
    private final List<Problem> problems;

    private ServiceReader(JsonObject json, ServiceKind kind, List<Problem> problems) {
        this.json = json;
        this.kind = kind;
        this.problems = problems;
    }

    /** The tree, of use only if nothing was added to {@code problems}. */
    static ServiceConfig read(JsonObject json, ServiceKind kind, List<Problem> problems) {
        return new ServiceReader(json, kind, problems).read();
    }

    private ServiceConfig read() {
        Strangers.noteTop(json, kind, problems);
        Section top = new Section(ServiceConfig.TOP, only(ServiceConfig.TOP.names()), problems);
        top.find(ServiceConfig.SCHEMA);
        Profile said = top.get(ServiceConfig.PROFILE);
        // With an unreadable profile nothing is held against rules that may not have been meant.
        Profile profile = top.isGood(ServiceConfig.PROFILE) ? said : Profile.DEV;
        Path workDir = Path.of("").toAbsolutePath();
        Path baseDir = workDir.resolve(top.get(ServiceConfig.BASE_DIR, workDir)).normalize();
        Section limits = section(LimitsConfig.TABLE);
        Section queue = section(QueueConfig.TABLE);
        Section link = section(LinkKeys.TABLE);
        boolean isClustered = json.containsKey(ClusterConfig.TABLE.name());
        ServiceConfig config = new ServiceConfig(
                profile,
                baseDir,
                baseDir.resolve(top.get(ServiceConfig.DATA_DIR)).normalize(),
                ServerConfig.read(section(ServerConfig.TABLE), profile, kind),
                isOff() ? TlsConfig.OFF : TlsConfig.read(section(TlsConfig.TABLE), baseDir),
                AuthConfig.read(section(AuthConfig.TABLE), baseDir),
                LimitsConfig.read(limits),
                QueueConfig.read(queue),
                LogConfig.read(section(LogConfig.TABLE)),
                LinkConfig.read(link, baseDir, profile, isClustered),
                isClustered ? ClusterConfig.read(section(ClusterConfig.TABLE), baseDir) : null,
                Math.toIntExact(top.get(ServiceConfig.EVENT_LOOPS, eventLoops())));
        checkSizes(config, limits, queue, link);
        return config;
    }

    private static long eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private boolean isOff() {
        return Boolean.FALSE.equals(json.getValue(TlsConfig.TABLE.name()));
    }

    /** A message that fits the limit but nowhere else would wait for ever. */
    private void checkSizes(ServiceConfig config, Section limits, Section queue, Section link) {
        if (!limits.isGood(LimitsConfig.MESSAGE_BYTES_MAX)) {
            return;
        }
        long message = config.limits().messageBytesMax();
        atLeast(queue, QueueConfig.MEMORY_BYTES_MAX, config.queue().memoryBytesMax(), message);
        atLeast(link, LinkKeys.UNCONFIRMED_BYTES_MAX, config.link().unconfirmedBytesMax(), message);
        atLeast(link, LinkKeys.CREDIT_BYTES, config.link().creditBytes(), message);
    }

    private static void atLeast(Section section, Key<Long> key, long value, long messageBytesMax) {
        if (section.isGood(key) && section.isUsed() && value < messageBytesMax) {
            section.complain(key, value + " is less than limits.messageBytesMax, " + messageBytesMax);
        }
    }

    /** The section of that table: empty if left out or not for this service. */
    private Section section(KeyTable table) {
        if (!table.isUsedBy(kind)) {
            return Section.unused(table);
        }
        if (!json.containsKey(table.name())) {
            return new Section(table, new JsonObject(), problems);
        }
        Object value = json.getValue(table.name());
        if (table.equals(LinkKeys.TABLE) && "local".equals(value)) {
            return new Section(table, new JsonObject().put(LinkKeys.URL.name(), "local"), problems);
        }
        if (value instanceof JsonObject object) {
            return new Section(table, object, problems);
        }
        problems.add(new Problem(table.name(), Shown.of(value) + " is not " + wanted(table)));
        return Section.unused(table);
    }

    private static String wanted(KeyTable table) {
        if (table.equals(TlsConfig.TABLE)) {
            return "an object or false";
        }
        return table.equals(LinkKeys.TABLE) ? "an object or \"local\"" : "an object";
    }

    private JsonObject only(List<String> names) {
        JsonObject part = new JsonObject();
        names.stream().filter(json::containsKey).forEach(name -> part.put(name, json.getValue(name)));
        return part;
    }
}
