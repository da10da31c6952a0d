package dev.weir.client;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where a client connects, as whom, and within which limits.
 *
 * @param publishUrl for publishes, such as {@code wss://host:8081/publish}
 * @param subscribeUrl for subscriptions, such as {@code wss://host:8082/subscribe}
 * @param producer by which the log knows a publish that comes again
 * @param firstSeq the number of the first publish; the following ones count up
 * @param unconfirmedMax publishes sent and not confirmed, 1 to 4,096 (the log's memory for duplicates)
 * @param unconfirmedBytesMax the same in bytes of their frames
 * @param publishTimeoutMs from the call to the confirm; afterwards it fails with an unknown outcome
 * @param connectTimeoutMs for TCP, TLS, handshake and welcome together
 * @param backOffMsMin before the first new try to connect; doubles up to {@code backOffMsMax}, with jitter
 * @param waitForServer whether a server that is not reachable at the first try is waited for; else that is a failure
 * @param readAheadBytesMax received and not yet handled, per subscription; beyond it the socket is not read
 * @param frameBytesMax the largest message frame accepted
 */
public record ClientOptions(
        URI publishUrl,
        URI subscribeUrl,
        String user,
        String password,
        Trust trust,
        String producer,
        long firstSeq,
        int unconfirmedMax,
        int unconfirmedBytesMax,
        WhenFull whenFull,
        long publishTimeoutMs,
        long connectTimeoutMs,
        long backOffMsMin,
        long backOffMsMax,
        boolean waitForServer,
        int readAheadBytesMax,
        int frameBytesMax,
        ClientListener listener) {

    /** Checks what is given. */
    public ClientOptions {
        checkUrl(publishUrl);
        checkUrl(subscribeUrl);
        check(!user.isEmpty() && user.indexOf(':') < 0, "user must not be empty or hold a colon");
        check(!producer.isEmpty(), "producer must not be empty");
        check(firstSeq >= 1, "firstSeq starts at 1");
        check(unconfirmedMax >= 1 && unconfirmedMax <= 4096, "unconfirmedMax is 1 to 4096");
        check(unconfirmedBytesMax >= 1, "unconfirmedBytesMax is at least 1");
        check(publishTimeoutMs >= 1 && connectTimeoutMs >= 1, "time limits are at least 1 ms");
        check(backOffMsMin >= 1 && backOffMsMax >= backOffMsMin, "backOffMsMax must not be below backOffMsMin");
        check(readAheadBytesMax >= 1 && frameBytesMax >= 1024, "frameBytesMax is at least 1024");
    }

    /** The usual: development's ports on this machine, the system's certificates, a random producer. */
    public static Builder builder() {
        return new Builder();
    }

    private static void checkUrl(URI url) {
        boolean good = ("wss".equals(url.getScheme()) || "ws".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null;
        check(good, "a URL must look like wss://HOST:PORT/PATH");
    }

    private static void check(boolean good, String words) {
        if (!good) {
            throw new IllegalArgumentException(words);
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "ClientOptions[" + publishUrl + ", " + subscribeUrl + ", " + user + "]";
    }

    /** Collects options; not thread safe. Names and units are those of the record. */
    public static final class Builder {
        private URI publishUrl = URI.create("wss://localhost:8081/publish");
        private URI subscribeUrl = URI.create("wss://localhost:8082/subscribe");
        private String user = "hello";
        private String password = "";
        private Trust trust = Trust.system();
        private String producer = randomProducer();
        private long firstSeq = 1;
        private int unconfirmedMax = 1_000;
        private int unconfirmedBytesMax = 8 << 20;
        private WhenFull whenFull = WhenFull.WAIT;
        private long publishTimeoutMs = 30_000;
        private long connectTimeoutMs = 10_000;
        private long backOffMsMin = 100;
        private long backOffMsMax = 10_000;
        private boolean waitForServer;
        private int readAheadBytesMax = 1 << 20;
        private int frameBytesMax = 16 << 20;
        private ClientListener listener = new ClientListener() {};

        private Builder() {}

        private static String randomProducer() {
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        public Builder publishUrl(URI url) {
            publishUrl = url;
            return this;
        }

        public Builder subscribeUrl(URI url) {
            subscribeUrl = url;
            return this;
        }

        public Builder credentials(String name, String secret) {
            user = name;
            password = secret;
            return this;
        }

        public Builder trust(Trust believed) {
            trust = believed;
            return this;
        }

        /** A name that outlives this client, and the number after the last one used with it. */
        public Builder producer(String name, long first) {
            producer = name;
            firstSeq = first;
            return this;
        }

        public Builder unconfirmed(int countMax, int bytesMax, WhenFull full) {
            unconfirmedMax = countMax;
            unconfirmedBytesMax = bytesMax;
            whenFull = full;
            return this;
        }

        public Builder publishTimeoutMs(long ms) {
            publishTimeoutMs = ms;
            return this;
        }

        public Builder connectTimeoutMs(long ms) {
            connectTimeoutMs = ms;
            return this;
        }

        public Builder backOffMs(long min, long max) {
            backOffMsMin = min;
            backOffMsMax = max;
            return this;
        }

        public Builder waitForServer(boolean wait) {
            waitForServer = wait;
            return this;
        }

        public Builder readAheadBytesMax(int bytes) {
            readAheadBytesMax = bytes;
            return this;
        }

        public Builder frameBytesMax(int bytes) {
            frameBytesMax = bytes;
            return this;
        }

        public Builder listener(ClientListener told) {
            listener = told;
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws IllegalArgumentException if one is out of its limits
         */
        public ClientOptions build() {
            return new ClientOptions(
                    publishUrl,
                    subscribeUrl,
                    user,
                    password,
                    trust,
                    producer,
                    firstSeq,
                    unconfirmedMax,
                    unconfirmedBytesMax,
                    whenFull,
                    publishTimeoutMs,
                    connectTimeoutMs,
                    backOffMsMin,
                    backOffMsMax,
                    waitForServer,
                    readAheadBytesMax,
                    frameBytesMax,
                    listener);
        }
    }
}
