package dev.weir.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.auth.User;
import dev.weir.config.LimitsConfig;
import dev.weir.link.ConfirmedPong;
import dev.weir.link.Intake;
import dev.weir.link.NativeOutput;
import dev.weir.link.NativeScratch;
import dev.weir.link.QueueHello;
import dev.weir.link.ResultListener;
import dev.weir.link.Welcome;
import dev.weir.message.BatchResult;
import dev.weir.message.Durability;
import dev.weir.message.MemberStatus;
import dev.weir.message.Topic;
import dev.weir.protocol.ClientFrame;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.FrameId;
import dev.weir.protocol.NativeError;
import dev.weir.protocol.NativeReader;
import dev.weir.protocol.PublishFrame;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One native client that publishes. Each publish with an id gets one answer, {@code published} once it is committed or
 * {@code error}; without an id only errors are told. Owned by the connection's loop.
 */
final class NativePublishSession implements ConnectionHandler {
    private final Connection connection;
    private final Intake intake;
    private final User user;
    private final byte[] userName;
    private final NativeScratch scratch;
    private final NativeOutput output;
    private final Unanswered unanswered;
    private final Welcome welcome;
    private final ConfirmedPong pong;
    private final ResultListener results = this::result;
    private final Runnable resume = this::resume;
    private boolean waiting;

    NativePublishSession(
            Connection connection,
            LimitsConfig limits,
            int confirmTimeoutMs,
            Intake intake,
            User user,
            NativeScratch scratch) {
        this.connection = connection;
        this.intake = intake;
        this.user = user;
        this.userName = user.name().getBytes(UTF_8);
        this.scratch = scratch;
        this.output = new NativeOutput(connection);
        this.welcome = new Welcome(connection, output, intake, scratch, limits, user.name());
        this.pong = new ConfirmedPong(connection, intake);
        this.unanswered = new Unanswered(connection.channel().eventLoop(), confirmTimeoutMs, this::late);
        connection.channel().eventLoop().execute(this::begin);
    }

    private void begin() {
        welcome.begin();
        pauseWhileFull();
    }

    // ---- what the client says

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        if (!text) {
            connection.close(CloseCode.UNSUPPORTED_DATA, "binary: send text, bytes go into dataB64");
            return;
        }
        NativeReader reader = scratch.read(buf, at, length);
        for (ClientFrame frame = reader.next(); frame != null; frame = reader.next()) {
            if (frame instanceof PublishFrame publish) {
                publish(publish);
            } else if (frame instanceof ClientFrame.Ping ping) {
                output.add(scratch.frames().pong(ping.id()));
            } else if (frame instanceof ClientFrame.BadFrame bad) {
                error(bad.error());
            } else if (frame instanceof ClientFrame.Subscribe subscribe) {
                error(ErrorCode.BAD_FRAME, "subscribe on /subscribe, this is /publish", subscribe.id());
            } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
                error(ErrorCode.BAD_FRAME, "unsubscribe on /subscribe, this is /publish", unsubscribe.id());
            } else if (frame instanceof ClientFrame.OfGroups group) {
                error(ErrorCode.BAD_FRAME, group.type() + " on /subscribe, this is /publish", group.id());
            }
        }
        output.send();
        pauseWhileFull();
    }

    private void publish(PublishFrame frame) {
        QueueHello queue = intake.queue();
        Topic topic = Topic.parse(frame.parts(), 0, frame.topicLength());
        if (queue != null && queue.durability() == Durability.NONE) {
            error(
                    ErrorCode.UNAVAILABLE,
                    "the queue behind this service is an original one: it confirms nothing",
                    frame.id());
        } else if (topic == null || !user.rights().mayPublish(topic)) {
            error(ErrorCode.FORBIDDEN, "no right to publish on this topic", frame.id());
        } else if (intake.isOverfull()) {
            error(ErrorCode.UNAVAILABLE, "too much waits for the queue: send it again later", frame.id());
        } else {
            frame.owner(userName);
            intake.message(
                    frame.parts(),
                    frame.lengths(),
                    frame.sequence(),
                    frame.binary(),
                    frame.payload(),
                    frame.payloadAt(),
                    frame.payloadLength(),
                    results);
            unanswered.add(intake.lastSeq(), intake.lastMember(), frame.id());
        }
    }

    private void error(ErrorCode code, String message, @Nullable FrameId id) {
        error(new NativeError(code, message, id));
    }

    private void error(NativeError error) {
        output.add(scratch.frames().error(error));
    }

    private void pauseWhileFull() {
        if (!waiting && intake.isFull()) {
            waiting = true;
            connection.pauseReading();
            intake.whenRoom(resume);
        }
    }

    private void resume() {
        waiting = false;
        connection.resumeReading();
    }

    // ---- what the queue says

    private void result(long batchSeq, BatchResult result) {
        for (Unanswered.One one = unanswered.take(batchSeq); one != null; one = unanswered.take(batchSeq)) {
            answer(one.id(), result, one.member());
        }
        output.send();
    }

    private void answer(@Nullable FrameId id, BatchResult result, int member) {
        QueueHello queue = intake.queue();
        switch (result.status(member)) {
            case STORED, DUPLICATE -> {
                if (id != null && queue != null) {
                    boolean duplicate = result.status(member) == MemberStatus.DUPLICATE;
                    output.add(scratch.frames()
                            .published(id, result.offset(member), queue.epoch(), queue.durability(), duplicate));
                }
            }
            case TOO_OLD ->
                error(
                        ErrorCode.TOO_OLD,
                        "this producer is far beyond this seq: whether it was stored is not known",
                        id);
            case STORAGE_FULL -> error(ErrorCode.STORAGE_FULL, "no space: nothing was stored, send it again later", id);
            case UNAVAILABLE -> error(ErrorCode.UNAVAILABLE, "the queue stores nothing until it is restarted", id);
        }
    }

    /** No answer in time. The link sends the batch again when it can, so the outcome is not known. */
    private void late(@Nullable FrameId id) {
        error(
                ErrorCode.UNAVAILABLE,
                "no answer from the queue in time, it may yet be stored: send it again with the same producer and seq",
                id);
        output.send();
    }

    // ---- the socket

    @Override
    public void ping(byte[] payload) {
        pong.ping(payload);
    }

    @Override
    public void goingAway(int reconnectInMs) {
        output.add(scratch.frames().goaway("drain", reconnectInMs));
        output.send();
    }

    @Override
    public void closed() {
        intake.forget(results);
        intake.forget(resume);
        welcome.closed();
        unanswered.closed();
        pong.closed();
        output.closed();
    }
}
