package dev.weir.config;

import java.util.Locale;

/** The three services and the ports the original system gave them. */
public enum ServiceKind {
    MSGQUEUE(8080),
    PUBLISHER(8081),
    SUBSCRIBER(8082);

    private final int defaultPort;

    ServiceKind(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The name in configs, file names and messages: {@code msgqueue}, {@code publisher}, {@code subscriber}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this service reaches the queue over a link, rather than being it. */
    public boolean isEdge() {
        return this != MSGQUEUE;
    }
}
