package dev.weir.config;

import java.util.List;

/**
 * What one client, and all of them together, may take from a service.
 *
 * @param fragmentsMax frames one message may come in
 * @param heartbeatMs a ping goes out after this much silence, a Close after twice as much
 * @param outboxBytesMax bytes that may wait for one client
 * @param drainTimeoutMs what clients get to leave by at shutdown
 * @param origins accepted besides none and the server's own host; lower case
 */
public record LimitsConfig(
        int messageBytesMax,
        int fragmentsMax,
        int handshakeTimeoutMs,
        int connectionsMax,
        int connectionsPerAddressMax,
        int heartbeatMs,
        int outboxBytesMax,
        int subscriptionsPerConnectionMax,
        int headerBytesMax,
        int drainTimeoutMs,
        List<String> origins) {
    static final Key<Long> MESSAGE_BYTES_MAX =
            Key.bytes("messageBytesMax", 1 << 20, 1 << 10, 16 << 20, "Largest message, whole or in fragments.");
    static final Key<Long> FRAGMENTS_MAX =
            Key.count("fragmentsMax", 16_384, 1, 65_536, "Frames that one message may come in.");
    static final Key<Long> HANDSHAKE_TIMEOUT_MS = Key.millis(
            "handshakeTimeoutMs", 10_000, 10, 600_000, "Time from the connection to the end of the handshake.");
    static final Key<Long> CONNECTIONS_MAX =
            Key.count("connectionsMax", 20_000, 1, 10_000_000, "Connections of all clients together.");
    static final Key<Long> CONNECTIONS_PER_ADDRESS_MAX =
            Key.count("connectionsPerAddressMax", 10_000, 1, 10_000_000, "Connections from one address.");
    static final Key<Long> HEARTBEAT_MS = Key.millis(
            "heartbeatMs", 25_000, 10, 3_600_000, "Silence before a ping; twice as much closes the connection.");
    static final Key<Long> OUTBOX_BYTES_MAX =
            Key.bytes("outboxBytesMax", 1 << 20, 1 << 10, 1 << 30, "Bytes that may wait for one slow client.");
    static final Key<Long> SUBSCRIPTIONS_PER_CONNECTION_MAX =
            Key.count("subscriptionsPerConnectionMax", 1000, 1, 1_000_000, "Subscriptions of one connection.");
    static final Key<Long> HEADER_BYTES_MAX =
            Key.bytes("headerBytesMax", 16_384, 1 << 10, 1 << 20, "All headers of a handshake together.");
    static final Key<Long> DRAIN_TIMEOUT_MS =
            Key.millis("drainTimeoutMs", 8000, 0, 600_000, "Time clients get to leave by when the service stops.");
    static final Key<List<String>> ORIGINS = Key.of(
            "origins",
            new ListType<>(Texts.ORIGIN),
            List.of(),
            "Origins accepted besides none and the server's own host.");

    static final KeyTable TABLE = new KeyTable(
            "limits",
            "What clients may take.",
            List.of(
                    MESSAGE_BYTES_MAX,
                    FRAGMENTS_MAX,
                    HANDSHAKE_TIMEOUT_MS,
                    CONNECTIONS_MAX,
                    CONNECTIONS_PER_ADDRESS_MAX,
                    HEARTBEAT_MS,
                    OUTBOX_BYTES_MAX,
                    SUBSCRIPTIONS_PER_CONNECTION_MAX,
                    HEADER_BYTES_MAX,
                    DRAIN_TIMEOUT_MS,
                    ORIGINS),
            KeyTable.EVERY_SERVICE);

    static LimitsConfig read(Section section) {
        return new LimitsConfig(
                section.integer(MESSAGE_BYTES_MAX),
                section.integer(FRAGMENTS_MAX),
                section.integer(HANDSHAKE_TIMEOUT_MS),
                section.integer(CONNECTIONS_MAX),
                section.integer(CONNECTIONS_PER_ADDRESS_MAX),
                section.integer(HEARTBEAT_MS),
                section.integer(OUTBOX_BYTES_MAX),
                section.integer(SUBSCRIPTIONS_PER_CONNECTION_MAX),
                section.integer(HEADER_BYTES_MAX),
                section.integer(DRAIN_TIMEOUT_MS),
                section.get(ORIGINS));
    }
}
