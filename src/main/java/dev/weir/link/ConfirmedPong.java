package dev.weir.link;

import dev.weir.web.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Answers a publisher's ping once everything it published before is confirmed; of several unanswered ones the newest (RFC 6455
 * §5.5.3). Owned by the connection's loop.
 */
public final class ConfirmedPong {
    private final Connection connection;
    private final Intake intake;
    private final Runnable answer = this::answer;
    private byte @Nullable [] held;
    private long batchSeq;

    public ConfirmedPong(Connection connection, Intake intake) {
        this.connection = connection;
        this.intake = intake;
    }

    public void ping(byte[] payload) {
        boolean asked = held != null;
        held = payload;
        batchSeq = intake.lastSeq();
        if (!asked) {
            answer();
        }
    }

    private void answer() {
        byte[] payload = held;
        if (payload == null) {
            return;
        }
        if (intake.isConfirmed(batchSeq)) {
            held = null;
            connection.sendPong(payload);
        } else {
            intake.whenConfirmed(batchSeq, answer);
        }
    }

    /** The connection is gone. */
    public void closed() {
        held = null;
        intake.forget(answer);
    }
}
