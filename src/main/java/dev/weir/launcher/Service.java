package dev.weir.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be run: each verticle, known here by name only, and all three together. */
enum Service {
    MSGQUEUE("dev.weir.msgqueue.MsgQueueVerticle", 8080),
    PUBLISHER("dev.weir.publisher.PublisherVerticle", 8081),
    SUBSCRIBER("dev.weir.subscriber.SubscriberVerticle", 8082),
    ALL("dev.weir.launcher.AllVerticle", 0);

    /** The three that {@link #ALL} stands for, in the order in which they are started. */
    static final List<Service> SINGLES = List.of(MSGQUEUE, PUBLISHER, SUBSCRIBER);

    private final String className;
    private final int defaultPort;

    Service(String className, int defaultPort) {
        this.className = className;
        this.defaultPort = defaultPort;
    }

    String className() {
        return className;
    }

    String shortName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** The name in configs and messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a process that runs it tells the others of its cluster. */
    String roles() {
        return this == ALL ? SINGLES.stream().map(Service::word).collect(Collectors.joining(",")) : word();
    }

    int defaultPort() {
        return defaultPort;
    }

    /** The one called so: by short or full class name, or {@code all}. */
    static Optional<Service> named(String name) {
        return Arrays.stream(values())
                .filter(s -> s.className.equals(name)
                        || s.shortName().equals(name)
                        || (s == ALL && s.word().equals(name)))
                .findFirst();
    }
}
