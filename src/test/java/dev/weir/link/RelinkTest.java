package dev.weir.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelinkTest {
    private static final String MESSAGE = "{\"Topic\":\"news\",\"Content\":\"hello\"}";

    /** A link made by a retry lives on the edge's own loop too, also where there are several. */
    @Test
    void edgesFindAQueueThatComesLater(@TempDir Path dir) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Services services = new Services(dir, 4)) {
            JsonObject edge = services.config().put("link", Services.linkTo(port));
            int publish = services.publisher(edge);
            int subscribe = services.subscriber(edge);
            try (RawWs subscriber = RawWs.open(subscribe, "/subscribe", "hello", "test");
                    RawWs publisher = RawWs.open(publish, "/publish", "hello", "test")) {
                subscriber.sendText("{\"Topic\":\"news\",\"Content\":\"sub\"}");
                services.queue(services.config().put("server", new JsonObject().put("port", port)));
                subscriber.roundTrip("settled");
                publisher.sendText(MESSAGE);
                publisher.roundTrip("confirmed");
                assertEquals(MESSAGE, subscriber.readText());
            }
        }
    }
}
