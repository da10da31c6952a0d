package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The three services in one process. Such a config has at its top what they share, and under {@code msgqueue},
 * {@code publisher} and {@code subscriber} what one of them has otherwise; there a key overrides the shared one of the
 * same name, and the rest of that section stays as shared.
 *
 * @param eventLoops threads that serve connections
 */
public record AllConfig(ServiceConfig msgqueue, ServiceConfig publisher, ServiceConfig subscriber, int eventLoops) {

    public ServiceConfig of(ServiceKind kind) {
        return switch (kind) {
            case MSGQUEUE -> msgqueue;
            case PUBLISHER -> publisher;
            case SUBSCRIBER -> subscriber;
        };
    }

    /**
     * Reads the config of all three.
     *
     * @throws ConfigException with every problem found, each with its path in {@code all}
     */
    public static AllConfig read(JsonObject all) {
        Set<Problem> problems = new LinkedHashSet<>();
        AllShape.check(all, problems);
        ServiceConfig msgqueue = readOne(all, ServiceKind.MSGQUEUE, problems);
        ServiceConfig publisher = readOne(all, ServiceKind.PUBLISHER, problems);
        ServiceConfig subscriber = readOne(all, ServiceKind.SUBSCRIBER, problems);
        AllConfig config = new AllConfig(msgqueue, publisher, subscriber, msgqueue.eventLoops());
        if (problems.isEmpty()) {
            config.checkPorts(problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(List.copyOf(problems));
        }
        return config;
    }

    /**
     * The config of one service, as {@link ServiceConfig#read} takes it. Of a malformed {@code all} it is what can be
     * made of it; {@link #read} says what is wrong.
     */
    public static JsonObject serviceJson(JsonObject all, ServiceKind kind) {
        JsonObject service = new JsonObject();
        for (Map.Entry<String, Object> shared : all.copy()) {
            if (AllShape.isShared(shared.getKey(), kind)) {
                service.put(shared.getKey(), shared.getValue());
            }
        }
        if (all.getValue(kind.word()) instanceof JsonObject own) {
            for (Map.Entry<String, Object> override : own.copy()) {
                if (AllShape.isOverride(override.getKey(), kind)) {
                    boolean merge = override.getValue() instanceof JsonObject
                            && service.getValue(override.getKey()) instanceof JsonObject;
                    Object value = merge
                            ? service.getJsonObject(override.getKey()).mergeIn((JsonObject) override.getValue())
                            : override.getValue();
                    service.put(override.getKey(), value);
                }
            }
        }
        if (kind.isEdge()) {
            linkLocallyByDefault(service);
        }
        return service;
    }

    private static void linkLocallyByDefault(JsonObject service) {
        String link = LinkKeys.TABLE.name();
        String local = LinkConfig.LOCAL_URL.toString();
        if (!service.containsKey(link)) {
            service.put(link, local);
        } else if (service.getValue(link) instanceof JsonObject given && !given.containsKey(LinkKeys.URL.name())) {
            given.put(LinkKeys.URL.name(), local);
        }
    }

    private static ServiceConfig readOne(JsonObject all, ServiceKind kind, Set<Problem> problems) {
        List<Problem> own = new ArrayList<>();
        ServiceConfig config = ServiceReader.read(serviceJson(all, kind), kind, own);
        own.forEach(problem -> problems.add(AllShape.locate(problem, all, kind)));
        return config;
    }

    /** Two services cannot listen at the same place; port 0 is a different one each time. */
    private void checkPorts(Set<Problem> problems) {
        for (ServiceKind kind : ServiceKind.values()) {
            for (ServiceKind earlier : ServiceKind.values()) {
                ServerConfig one = of(earlier).server();
                ServerConfig other = of(kind).server();
                if (earlier.compareTo(kind) < 0 && one.port() != 0 && one.port() == other.port()) {
                    problems.add(new Problem(
                            kind.word() + ".server.port", other.port() + " is also the " + earlier.word() + "'s port"));
                }
            }
        }
    }
}
