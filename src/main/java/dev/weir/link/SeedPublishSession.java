package dev.weir.link;

import dev.weir.auth.Rights;
import dev.weir.message.Topic;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.SeedDocument;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One seed client that publishes: every message goes into the {@link Intake} as it is. Nothing is ever sent back but
 * pongs, and a pong means that everything before the ping is confirmed.
 *
 * <p>What this protocol has no reply for is told by a Close: a binary message that is not text 1003, a topic without the
 * right to publish 1008. Owned by the connection's loop.
 */
public final class SeedPublishSession implements ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SeedPublishSession.class);

    private final Connection connection;
    private final Intake intake;
    private final Rights rights;
    private final SeedScratch scratch;
    private final Runnable resume = this::resume;
    private final ConfirmedPong pong;
    private boolean waiting;

    public SeedPublishSession(Connection connection, Intake intake, Rights rights, SeedScratch scratch) {
        this.connection = connection;
        this.intake = intake;
        this.rights = rights;
        this.scratch = scratch;
        this.pong = new ConfirmedPong(connection, intake);
        pauseWhileFull();
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        if (intake.isOverfull()) {
            // What was read before the pause took hold; no reply but a Close tells that this one is not taken.
            connection.close(CloseCode.OVERLOADED, "the queue does not take more: come back later");
            return;
        }
        byte[] bytes = scratch.copy(buf, at, length);
        if (!text && !scratch.isUtf8(length)) {
            connection.close(CloseCode.UNSUPPORTED_DATA, "binary that is not UTF-8 text");
            return;
        }
        SeedDocument document = scratch.document();
        boolean readable = document.read(bytes, 0, length);
        if (!allowed(document, readable)) {
            LOG.info("close 1008 to {}: no right to publish there", connection.peer());
            connection.close(CloseCode.RIGHTS, "no right to publish on this topic");
            return;
        }
        intake.seed(document.topic(), document.topicLength(), bytes, 0, length);
        pauseWhileFull();
    }

    /** Also asked of newcomers: else each of them could add one message to what is full. */
    private void pauseWhileFull() {
        if (!waiting && intake.isFull()) {
            waiting = true;
            connection.pauseReading();
            intake.whenRoom(resume);
        }
    }

    /** What has no readable topic reaches every popper, so it takes the right to publish everything. */
    private boolean allowed(SeedDocument document, boolean readable) {
        if (rights.mayPublishAll()) {
            return true;
        }
        Topic topic = readable ? Topic.parse(document.topic(), 0, document.topicLength()) : null;
        return topic != null && rights.mayPublish(topic);
    }

    private void resume() {
        waiting = false;
        connection.resumeReading();
    }

    @Override
    public void ping(byte[] payload) {
        pong.ping(payload);
    }

    /** The original's publishers write and never read. */
    @Override
    public boolean answersPings() {
        return false;
    }

    @Override
    public void closed() {
        intake.forget(resume);
        pong.closed();
    }
}
