package dev.weir.msgqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

class JumpingClockTest {
    private static final long DAY = 86_400_000;

    /** Leases and grace times go by another clock, which nobody sets. */
    @Test
    @Fault("L15")
    void messagesComeInTheOrderOfTheirOffsetsAndALostLinkIsWaitedFor() {
        try (Stage stage = new Stage(1 << 20)) {
            Stage.EdgeEnd publisher = stage.publisher(1);
            Stage.EdgeEnd reader = stage.reader(2, false);
            reader.credit(1 << 20, 1);
            publisher.publish(1, "a");
            assertEquals(List.of("hello next 1", "range 1..1 [a]"), reader.heard());
            reader.session.close();
            stage.epochMs += 3 * DAY;
            stage.loop.tick();
            publisher.publish(2, "b");
            stage.epochMs -= 4 * DAY;
            stage.loop.tick();
            publisher.publish(3, "c");
            reader.connect(1, 2, false);
            reader.credit(1 << 20, 2);
            assertEquals(List.of("hello next 2", "range 2..2 [b]", "range 3..3 [c]"), reader.heard());
        }
    }
}
