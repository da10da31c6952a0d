package dev.weir.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.RawWs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
    private static final String MESSAGE = "{\"Topic\":\"news\",\"Content\":\"hello\"}\n";

    @Test
    void carryAMessageFromPublisherToSubscriberOnOneLoop(@TempDir Path dir) throws Exception {
        try (Services services = new Services(dir, 1)) {
            services.queue(services.config());
            int publish = services.publisher(services.config());
            int subscribe = services.subscriber(services.config());
            passes(publish, subscribe);
        }
    }

    @Test
    void carryAMessageBetweenLoops(@TempDir Path dir) throws Exception {
        try (Services services = new Services(dir, 3)) {
            services.queue(services.config());
            int publish = services.publisher(services.config());
            int subscribe = services.subscriber(services.config());
            passes(publish, subscribe);
        }
    }

    @Test
    void carryAMessageOverWireLinks(@TempDir Path dir) throws Exception {
        try (Services services = new Services(dir, 1)) {
            int queue = services.queue(services.config());
            int publish = services.publisher(services.config().put("link", Services.linkTo(queue)));
            int subscribe = services.subscriber(services.config().put("link", Services.linkTo(queue)));
            passes(publish, subscribe);
        }
    }

    private static void passes(int publish, int subscribe) throws Exception {
        try (RawWs subscriber = RawWs.open(subscribe, "/subscribe", "hello", "test");
                RawWs publisher = RawWs.open(publish, "/publish", "hello", "test")) {
            subscriber.sendText("{\"Topic\":\"news\",\"Content\":\"sub\"}");
            subscriber.roundTrip("ok");
            publisher.sendText(MESSAGE);
            assertEquals(MESSAGE, subscriber.readText());
        }
    }
}
