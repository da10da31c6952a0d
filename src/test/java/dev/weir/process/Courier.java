package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * A native publisher and a native subscriber at the first edges of a {@link Cluster}, who wait for each message: it is confirmed, and
 * comes once and in its order.
 */
final class Courier implements AutoCloseable {
    private final Cluster cluster;
    private final NativeEnd publisher;
    private final NativeEnd subscriber;
    private int passed;

    Courier(Cluster cluster) throws IOException {
        this.cluster = cluster;
        publisher = NativeEnd.open(cluster.port(Cluster.PUBLISHERS.get(0)), "/publish");
        subscriber = follow("new");
    }

    private NativeEnd follow(String from) throws IOException {
        return NativeEnd.subscriber(cluster.port(Cluster.SUBSCRIBERS.get(0)), from);
    }

    /** Passes so many on. */
    void pass(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String data = "m" + ++passed;
            JsonObject answer = publisher.publish(data);
            assertEquals("published", answer.getString("type"), answer::encode);
            assertEquals(data, subscriber.expect("message").getString("data"));
        }
    }

    /** Somebody who begins at the earliest gets all that was passed on. */
    void readAll() throws IOException {
        try (NativeEnd newcomer = follow("earliest")) {
            for (int i = 1; i <= passed; i++) {
                assertEquals("m" + i, newcomer.expect("message").getString("data"));
            }
        }
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
