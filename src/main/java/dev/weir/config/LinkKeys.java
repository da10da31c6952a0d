package dev.weir.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The keys of the {@code link} section. */
final class LinkKeys {
    static final Key<URI> URL = Key.optional(
            "url",
            Texts.LINK_URL,
            "required, but in a cluster",
            "The queue's address, `wss://host:port`, or `local` for the one in this process. In a cluster it may be left out:"
                    + " then it is what the queue announces.");
    static final Key<String> USER =
            Key.optional("user", TextType.plain("a user name"), "required unless local", "Whom the link logs in as.");
    static final Key<Secret> PASSWORD = Key.optional(
            "password",
            TextType.secret("a password (text, not empty)"),
            "this or `passwordFile`, unless local",
            "The user's password.");
    static final Key<Path> PASSWORD_FILE = Key.optional(
            "passwordFile",
            Texts.PATH,
            "this or `password`, unless local",
            "File with the password on its first line.");
    static final Key<Boolean> SEED_FALLBACK = Key.optional(
            "seedFallback",
            new FlagType(),
            "true in dev, false in test and prod",
            "Whether a queue that is not Weir's may be spoken to in the original system's protocol.");
    static final Key<Long> UNCONFIRMED_BYTES_MAX = Key.bytes(
            "unconfirmedBytesMax",
            8 << 20,
            1 << 10,
            1 << 30,
            "Sent and not yet confirmed; at this size clients are no longer read.");
    static final Key<Long> UNCONFIRMED_BATCHES_MAX = Key.count(
            "unconfirmedBatchesMax",
            256,
            1,
            256,
            "The same in batches; the queue remembers the results of no more than 256.");
    static final Key<Long> CONFIRM_TIMEOUT_MS = Key.millis(
            "confirmTimeoutMs",
            30_000,
            10,
            3_600_000,
            "How long a native publish waits for the queue before it is told as unavailable.");
    static final Key<Long> RECONNECT_MIN_MS =
            Key.millis("reconnectMinMs", 100, 1, 600_000, "First pause after a broken connection.");
    static final Key<Long> RECONNECT_MAX_MS =
            Key.millis("reconnectMaxMs", 5000, 1, 600_000, "Longest pause between attempts.");
    static final Key<Long> HEARTBEAT_MS = Key.millis(
            "heartbeatMs", 25_000, 10, 3_600_000, "Silence before a ping; twice as much ends the connection.");
    static final Key<Long> CREDIT_BYTES =
            Key.bytes("creditBytes", 4 << 20, 1 << 10, 1 << 30, "What the queue may send ahead of its being handled.");
    static final Key<Path> TRUST = Key.optional(
            "trust", Texts.PATH, "what the JDK trusts", "PEM file of the certificates by which the queue is known.");
    static final Key<Boolean> INSECURE = Key.of(
            "insecure", new FlagType(), false, "Whether the queue's certificate goes unchecked; refused in prod.");
    static final KeyTable TABLE = new KeyTable(
            "link",
            "How an edge reaches the queue. `\"link\": \"local\"` stands for `{\"url\": \"local\"}`,"
                    + " and is the default in an `all.json`.",
            List.of(
                    URL,
                    USER,
                    PASSWORD,
                    PASSWORD_FILE,
                    SEED_FALLBACK,
                    UNCONFIRMED_BYTES_MAX,
                    UNCONFIRMED_BATCHES_MAX,
                    CONFIRM_TIMEOUT_MS,
                    RECONNECT_MIN_MS,
                    RECONNECT_MAX_MS,
                    HEARTBEAT_MS,
                    CREDIT_BYTES,
                    TRUST,
                    INSECURE),
            KeyTable.EDGES);

    private LinkKeys() {}
}
