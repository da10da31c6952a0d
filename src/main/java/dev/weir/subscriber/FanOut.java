package dev.weir.subscriber;

import dev.weir.message.BatchView;
import dev.weir.protocol.FrameText;
import dev.weir.protocol.Gap;
import dev.weir.protocol.ServerFrames;
import dev.weir.web.Frames;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
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
    private final MessageFrames frames = new MessageFrames();
    private final Consumer<Member> slow = this::isSlow;
    private final List<Cohort> wanting = new ArrayList<>();
    private final List<Member> moving = new ArrayList<>();
    private @Nullable Readers readers;
    private @Nullable ByteBuf encoding;

    /** Whoever did not get the encoding has had all below this offset. */
    private long encodedFrom;

    private long marked;

    FanOut(Turn turn, ByteBufAllocator alloc, Cohorts cohorts) {
        this.endOfTurn = new TurnTask(turn, this::endOfTurn);
        this.alloc = alloc;
        this.cohorts = cohorts;
    }

    /** Who serves members that are behind. Set once. */
    void use(Readers behind) {
        readers = behind;
    }

    private Readers readers() {
        return Objects.requireNonNull(readers);
    }

    /** Messages with lower offsets than {@code from} were sent before. The batch is lent. */
    void add(BatchView batch, long from) {
        moveAll();
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (batch.topicLength(m) > 0 && !batch.refused(m) && batch.offset(m) >= from) {
                boolean begun = addToSeeds(batch, m);
                addToNatives(batch, m, begun);
            }
        }
    }

    private boolean addToSeeds(BatchView batch, int m) {
        List<Cohort> to = cohorts.wantingTopic(batch.bytes(), batch.topicAt(m), batch.topicLength(m));
        return to != null && encode(Codec.SEED, batch, m, to, false);
    }

    private void addToNatives(BatchView batch, int m, boolean begun) {
        if (cohorts.hasFilters()) {
            List<Cohort> to = cohorts.matching(batch.bytes(), batch.topicAt(m), batch.topicLength(m));
            encode(Codec.NATIVE, batch, m, to, begun);
        }
    }

    /**
     * Encodes the message once for all of these that are to have it; true if anybody is.
     *
     * @param begun the message is in the encoding already, in another form: slices end between two messages, so that
     *     it is clear what a member has had that does not take one
     */
    private boolean encode(Codec codec, BatchView batch, int m, List<Cohort> to, boolean begun) {
        if (!isWanted(batch, m, to)) {
            return false;
        }
        ByteBuf out = encoding(frames.prepare(codec, batch, m), batch.offset(m), begun);
        int start = out.writerIndex();
        frames.write(batch, m, out);
        int end = out.writerIndex();
        for (int i = 0; i < to.size(); i++) {
            Cohort cohort = to.get(i);
            if (cohort.isLive() && cohort.wants().mayHave(batch, m)) {
                give(cohort, start, end);
            }
        }
        return true;
    }

    private static boolean isWanted(BatchView batch, int m, List<Cohort> to) {
        for (int i = 0; i < to.size(); i++) {
            if (to.get(i).isLive() && to.get(i).wants().mayHave(batch, m)) {
                return true;
            }
        }
        return false;
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
        cohorts.natives().forEach(cohort -> cohort.tellAll(out));
        out.release();
    }

    /** The log began a new life. */
    void restart() {
        marked = 0;
        endOfTurn();
        cohorts.all().forEach(Cohort::restart);
    }

    /**
     * A session's topics have changed. It moves to its new cohort before anything more is encoded, and behind what is
     * encoded already, which was chosen for the members of now; so a thousand changes at a time cost one move.
     */
    void changed(Member member) {
        if (member.reader != null) {
            member.reader.changed();
        }
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

    /** Has everybody in the cohort of what it wants now. */
    void moveAll() {
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
        readers().close(member);
    }

    // ---- members that are behind

    /** It did not take the encoding: it goes on behind the others. */
    private void isSlow(Member member) {
        if (member.connection().isOpen()) { // not lost while it was written to
            fallBehind(member, encodedFrom);
        }
    }

    /**
     * All that the member wants below this offset has been sent to it.
     *
     * @param next the edge's own place
     */
    long placeOf(Member member, long next) {
        send(); // what is encoded counts only if the member takes it
        return member.reader == null ? next : member.reader.next();
    }

    /** From now on the member is served from this offset on, which is its place or further back. */
    void goBack(Member member, long next) {
        send();
        if (member.reader != null) {
            member.reader.moveTo(next);
            readers().wake(member);
        } else {
            fallBehind(member, next);
        }
    }

    private void fallBehind(Member member, long next) {
        Cohort cohort = member.cohort;
        if (cohort != null) {
            cohort.remove(member);
        }
        readers().open(member, next);
        if (cohort != null) {
            cohort.add(member);
        }
    }

    /** Its socket takes more again. */
    void wake(Member member) {
        readers().wake(member);
    }

    /** The member has had all that was encoded, and what is to come comes to it as to the others. */
    void rejoin(Member member) {
        send();
        marked = 0; // the others may have been told of this place already: the next mark is for it too
        Cohort cohort = member.cohort;
        if (cohort != null) {
            cohort.remove(member);
        }
        readers().close(member);
        if (cohort != null) {
            cohort.add(member);
        }
    }

    private void move(Member member) {
        member.cohort = cohorts.move(member, member.cohort, member.subscriber().wants());
    }

    /** What so many bytes of the message at this offset are written into. */
    private ByteBuf encoding(int bytes, long offset, boolean begun) {
        if (encoding != null && !begun && encoding.writerIndex() + bytes > SLICE_BYTES) {
            send();
        }
        ByteBuf out = encoding;
        if (out == null) {
            out = alloc.directBuffer(Math.max(SLICE_BYTES, bytes));
            encoding = out;
            encodedFrom = offset;
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
                cohort.send(out, alloc, slow);
            }
            wanting.clear();
            out.release();
        }
    }
}
