package dev.weir.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an edge reaches the queue; the queue itself carries the defaults and never looks at them.
 *
 * @param url {@code wss://host:port}, {@link #LOCAL_URL} for the queue in this process, or {@link #CLUSTER_URL}
 * @param user whom the link logs in as; null only when local
 * @param password null when local or when {@code passwordFile} has it
 * @param passwordFile absolute; null when local or when {@code password} is given
 * @param seedFallback whether a queue that does not answer as a Weir link may be spoken to as the original did
 * @param unconfirmedBytesMax at this much sent and not confirmed, publishers are no longer read
 * @param unconfirmedBatchesMax likewise, in batches; the queue remembers the results of 256
 * @param confirmTimeoutMs after which a native publish without an answer is told as unavailable
 * @param creditBytes what the queue may send ahead of being processed
 * @param trust PEM file of the certificates to trust, absolute; null: those the JDK trusts
 * @param plainAllowed whether the password may be sent without TLS to a queue that announces such an address
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
        boolean plainAllowed,
        boolean insecure) {
    /** Means: the queue of this process. */
    public static final URI LOCAL_URL = URI.create("local");

    /** Means: the queue that the cluster has. */
    public static final URI CLUSTER_URL = URI.create("cluster");

    /** The address of a queue, {@code wss://host:port}; null when the text is none. */
    public static @Nullable URI address(String text) {
        return Texts.address(text);
    }

    public boolean isLocal() {
        return url.equals(LOCAL_URL);
    }

    /** Whether the address is not in the config but what a queue announces. */
    public boolean isAnnounced() {
        return url.equals(CLUSTER_URL);
    }

    /** Whether the link is over TLS, or may be. */
    public boolean isTls() {
        return isAnnounced() || "wss".equals(url.getScheme());
    }

    static LinkConfig read(Section section, Path baseDir, Profile profile, boolean isClustered) {
        boolean isAnnounced = isClustered && section.isUsed() && !section.has(LinkKeys.URL);
        if (section.isUsed() && !isClustered && !section.has(LinkKeys.URL)) {
            section.complain(
                    LinkKeys.URL, "missing; it must be " + LinkKeys.URL.type().wanted());
        }
        LinkConfig link = new LinkConfig(
                isAnnounced ? CLUSTER_URL : section.get(LinkKeys.URL),
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
                profile != Profile.PROD,
                section.get(LinkKeys.INSECURE));
        LinkRules.check(section, link, profile);
        return link;
    }
}
