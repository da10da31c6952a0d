package dev.weir.subscriber;

import dev.weir.message.BatchView;
import dev.weir.protocol.FrameText;
import dev.weir.protocol.Gap;
import dev.weir.protocol.MessageEncoder;
import dev.weir.protocol.ServerFrames;
import dev.weir.web.Frames;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what the queue sends: each message that anybody wants once for each protocol, in log order, into one buffer per turn, of which
 * every cohort takes its part. A buffer is handed out when it is 32 KiB long or the turn ends. Owned by the edge's
 * loop.
 */
final class FanOut {
    static final int SLICE_BYTES = 32 * 1024;

    private final TurnTask endOfTurn;
    private final ByteBufAllocator alloc;
    private final Cohorts cohorts;
    private final MessageEncoder encoder = new MessageEncoder();
    private final List<Cohort> wanting = new ArrayList<>();
    private final List<Member> moving = new ArrayList<>();
    private @Nullable ByteBuf encoding;
    private long marked;

    FanOut(Turn turn, ByteBufAllocator alloc, Cohorts cohorts) {
        this.endOfTurn = new TurnTask(turn, this::endOfTurn);
        this.alloc = alloc;
        this.cohorts = cohorts;
    }

    /** Messages with lower offsets than {@code from} were sent before. The batch is lent. */
    void add(BatchView batch, long from) {
        moveAll();
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (batch.topicLength(m) > 0 && !batch.refused(m) && batch.offset(m) >= from) {
                addToSeeds(batch, m);
                addToNatives(batch, m);
            }
        }
    }

    private void addToSeeds(BatchView batch, int m) {
        List<Cohort> to = cohorts.wantingTopic(batch.bytes(), batch.topicAt(m), batch.topicLength(m));
        if (to == null) {
            return;
        }
        if (batch.seed(m)) {
            int length = batch.payloadLength(m);
            ByteBuf out = room(length + Frames.HEADER_BYTES_MAX);
            int start = out.writerIndex();
            Frames.textHeader(out, length);
            out.writeBytes(batch.bytes(), batch.payloadAt(m), length);
            for (int i = 0; i < to.size(); i++) {
                give(to.get(i), start, out.writerIndex());
            }
        } else {
            encode(encoder.seedDocument(batch, m), batch, m, to);
        }
    }

    private void addToNatives(BatchView batch, int m) {
        if (cohorts.hasFilters()) {
            List<Cohort> to = cohorts.matching(batch.bytes(), batch.topicAt(m), batch.topicLength(m));
            if (!to.isEmpty()) {
                encode(encoder.message(batch, m), batch, m, to);
            }
        }
    }

    private void encode(FrameText text, BatchView batch, int m, List<Cohort> to) {
        ByteBuf out = room(text.length() + Frames.HEADER_BYTES_MAX);
        int start = out.writerIndex();
        Frames.textHeader(out, text.length());
        text.writeTo(out);
        for (int i = 0; i < to.size(); i++) {
            Cohort cohort = to.get(i);
            if (cohort.mayHave(batch, m)) {
                give(cohort, start, out.writerIndex());
            }
        }
    }

    private void give(Cohort cohort, int start, int end) {
        if (cohort.wants(start, end)) {
            wanting.add(cohort);
        }
    }

    /** Tells every native client that all below this offset was sent to it, if anything was since the last time. */
    void mark(long next, ServerFrames frames) {
        if (next - 1 <= marked || !cohorts.hasFilters()) {
            return;
        }
        marked = next - 1;
        tellNatives(frames.mark(marked));
    }

    /** Tells every native client of offsets it will not get. */
    void gap(Gap gap, ServerFrames frames) {
        tellNatives(frames.gap(gap));
    }

    private void tellNatives(FrameText text) {
        endOfTurn();
        ByteBuf out = alloc.directBuffer(text.length() + Frames.HEADER_BYTES_MAX);
        Frames.textHeader(out, text.length());
        text.writeTo(out);
        cohorts.natives().forEach(cohort -> cohort.sendAll(out));
        out.release();
    }

    /** The offsets that native clients know mean nothing any more: they are to connect again and resume. */
    void restart() {
        marked = 0;
        endOfTurn();
        cohorts.natives().forEach(Cohort::restart);
    }

    /**
     * A session's topics have changed. It moves to its new cohort before anything more is encoded, and behind what is
     * encoded already, which was chosen for the members of now; so a thousand changes at a time cost one move.
     */
    void changed(Member member) {
        if (!member.moving) {
            member.moving = true;
            moving.add(member);
            endOfTurn.ask();
        }
    }

    /** Like {@link #changed}, but nothing that was chosen by the wishes of before follows the call. */
    void changeNow(Member member) {
        changed(member);
        moveAll();
    }

    private void moveAll() {
        if (!moving.isEmpty()) {
            send();
            for (Member member : moving) {
                member.moving = false;
                move(member);
            }
            moving.clear();
        }
    }

    /** A session is gone. */
    void left(Member member) {
        send();
        move(member);
    }

    private void move(Member member) {
        member.cohort = cohorts.move(member, member.cohort, member.wants());
    }

    private ByteBuf room(int bytes) {
        if (encoding != null && encoding.writerIndex() + bytes > SLICE_BYTES) {
            send();
        }
        ByteBuf out = encoding;
        if (out == null) {
            out = alloc.directBuffer(Math.max(SLICE_BYTES, bytes));
            encoding = out;
        }
        endOfTurn.ask();
        return out;
    }

    private void endOfTurn() {
        moveAll();
        send();
    }

    private void send() {
        ByteBuf out = encoding;
        if (out != null) {
            encoding = null;
            for (Cohort cohort : wanting) {
                cohort.send(out, alloc);
            }
            wanting.clear();
            out.release();
        }
    }
}
