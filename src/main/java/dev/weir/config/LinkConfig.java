package dev.weir.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an edge reaches the queue; the queue itself carries the defaults and never looks at them.
 *
 * @param url {@code wss://host:port}, or {@link #LOCAL_URL} for the queue in this process
 * @param user whom the link logs in as; null only when local
 * @param password null when local or when {@code passwordFile} has it
 * @param passwordFile absolute; null when local or when {@code password} is given
 * @param seedFallback whether a queue that does not answer as a Weir link may be spoken to as the original did
 * @param unconfirmedBytesMax at this much sent and not confirmed, publishers are no longer read
 * @param unconfirmedBatchesMax likewise, in batches; the queue remembers the results of 256
 * @param confirmTimeoutMs after which a native publish without an answer is told as unavailable
 * @param creditBytes what the queue may send ahead of being processed
 * @param trust PEM file of the certificates to trust, absolute; null: those the JDK trusts
 * @param insecure the queue's certificate is not checked at all
 */
public record LinkConfig(
        URI url,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable Path passwordFile,
        boolean seedFallback,
        int unconfirmedBytesMax,
        int unconfirmedBatchesMax,
        int confirmTimeoutMs,
        int reconnectMinMs,
        int reconnectMaxMs,
        int heartbeatMs,
        int creditBytes,
        @Nullable Path trust,
        boolean insecure) {
    /** Means: the queue of this process. */
    public static final URI LOCAL_URL = URI.create("local");

    public boolean isLocal() {
        return url.equals(LOCAL_URL);
    }

    /** Whether the link is over TLS. */
    public boolean isTls() {
        return "wss".equals(url.getScheme());
    }

    static LinkConfig read(Section section, Path baseDir, Profile profile) {
        LinkConfig link = new LinkConfig(
                section.get(LinkKeys.URL),
                section.find(LinkKeys.USER),
                section.find(LinkKeys.PASSWORD),
                section.findPath(LinkKeys.PASSWORD_FILE, baseDir),
                section.get(LinkKeys.SEED_FALLBACK, profile == Profile.DEV),
                section.integer(LinkKeys.UNCONFIRMED_BYTES_MAX),
                section.integer(LinkKeys.UNCONFIRMED_BATCHES_MAX),
                section.integer(LinkKeys.CONFIRM_TIMEOUT_MS),
                section.integer(LinkKeys.RECONNECT_MIN_MS),
                section.integer(LinkKeys.RECONNECT_MAX_MS),
                section.integer(LinkKeys.HEARTBEAT_MS),
                section.integer(LinkKeys.CREDIT_BYTES),
                section.findPath(LinkKeys.TRUST, baseDir),
                section.get(LinkKeys.INSECURE));
        LinkRules.check(section, link, profile);
        return link;
    }
}
