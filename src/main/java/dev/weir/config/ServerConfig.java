package dev.weir.config;

import java.util.List;

/**
 * Where a service listens.
 *
 * @param host the address to bind
 * @param port 0 takes any free one, which suits tests
 * @param acceptBacklog connections the kernel may hold ready before they are accepted
 */
public record ServerConfig(String host, int port, int acceptBacklog) {
    static final Key<String> HOST = Key.optional(
            "host",
            TextType.plain("a host name or address"),
            "`127.0.0.1` in dev and test, `0.0.0.0` in prod",
            "Address to listen on.");
    static final Key<Long> PORT = Key.optional(
            "port",
            new WholeType("a port", 0, 65535, ""),
            "8080 msgqueue, 8081 publisher, 8082 subscriber",
            "TCP port to listen on; 0 takes any free one.");
    static final Key<Long> ACCEPT_BACKLOG = Key.count(
            "acceptBacklog", 1024, 1, 65535, "Connections the kernel may hold ready before they are accepted.");

    static final KeyTable TABLE = new KeyTable(
            "server", "Where the service listens.", List.of(HOST, PORT, ACCEPT_BACKLOG), KeyTable.EVERY_SERVICE);

    static ServerConfig read(Section section, Profile profile, ServiceKind kind) {
        return new ServerConfig(
                section.get(HOST, profile == Profile.PROD ? "0.0.0.0" : "127.0.0.1"),
                Math.toIntExact(section.get(PORT, (long) kind.defaultPort())),
                section.integer(ACCEPT_BACKLOG));
    }
}
