package dev.weir.nativejson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue on disk, taken down and started again. */
@Timeout(60)
class DurableTest {
    private static final String FROM_PRODUCER =
            "{\"type\":\"publish\",\"id\":1,\"topic\":\"t\",\"data\":1,\"producer\":\"p\",\"seq\":5}";

    @TempDir
    Path dir;

    private static JsonObject onDisk(Services services) {
        return services.config()
                .put("log", new JsonObject().put("segmentBytes", 32 << 20))
                .put("queue", new JsonObject().put("popGroup", "on"));
    }

    @Test
    void goesOnAfterARestartWithAllThatWasConfirmed() throws Exception {
        String epoch;
        try (Services services = new Services(dir)) {
            services.queue(onDisk(services));
            try (RawWs publisher = NativeClients.open(services.publisher(services.config()), "/publish")) {
                JsonObject first = NativeClients.publish(publisher, "t", "\"one\"");
                epoch = first.getString("epoch");
                assertEquals("synced", first.getString("durability"));
                NativeClients.ask(publisher, FROM_PRODUCER, "published");
            }
        }
        try (Services services = new Services(dir)) {
            int queue = services.queue(onDisk(services));
            try (RawWs publisher = NativeClients.open(services.publisher(services.config()), "/publish");
                    RawWs popper = RawWs.open(queue, "/popmsg")) {
                JsonObject again = NativeClients.ask(publisher, FROM_PRODUCER, "published");
                assertTrue(again.getBoolean("duplicate"), "the producer's number is forgotten");
                assertEquals(2, again.getInteger("offset"));
                assertEquals(epoch, again.getString("epoch"));
                assertEquals(3, NativeClients.publish(publisher, "t", "3").getInteger("offset"));
                String popped = "";
                int messages = 0;
                while (messages < 3) {
                    Frame frame = popper.readFrame();
                    if (frame.opcode() == Frame.PING) {
                        popper.pong(frame.bytes());
                    } else {
                        popped += frame.text();
                        messages++;
                    }
                }
                assertEquals(
                        "{\"Topic\":\"t\",\"Content\":\"one\"}{\"Topic\":\"t\",\"Content\":\"1\"}"
                                + "{\"Topic\":\"t\",\"Content\":\"3\"}",
                        popped);
            }
        }
    }
}
