package dev.weir.subscriber;

import dev.weir.link.Fetched;
import dev.weir.message.BatchView;
import dev.weir.protocol.Gap;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One client that is behind the others, or had asked to begin there. It is served from pieces of the log as fast as its socket takes
 * them. Owned by the edge's loop.
 *
 * <p>Below {@link #next()} all that the client wants has been sent or told as missing. It never passes the edge's own place
 * in the live stream; when it has got there it is done.
 */
final class Reader {
    private final Readers readers;
    private final Member member;
    private long next;
    private @Nullable Picker picker;
    private @Nullable Fetched piece;
    private int batch;
    private int at;
    private boolean wasFull;
    private boolean ended;

    /** Whether what it has asked for was chosen by what its client wanted before. */
    private boolean stale;

    private long marked;

    Reader(Readers readers, Member member, long next) {
        this.readers = readers;
        this.member = member;
        this.next = next;
    }

    Member member() {
        return member;
    }

    long next() {
        return next;
    }

    /** Whether its socket was full since it last asked. */
    boolean wasFull() {
        return wasFull;
    }

    /** Its client's subscriptions have changed: over a wire, what was chosen by the old ones lacks what the new ones want. */
    void changed() {
        picker = null;
        stale = true;
        drop();
        readers.wake(member);
    }

    /** It has asked for all that it wants now. */
    void asks() {
        stale = false;
    }

    Picker picker() {
        Picker current = picker;
        if (current == null) {
            current = member.subscriber().picker();
            picker = current;
        }
        return current;
    }

    /** Goes back to this offset, or on to it; nothing it has in hand is of use. */
    void moveTo(long offset) {
        next = offset;
        drop();
    }

    void end() {
        ended = true;
        drop();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Sends what the socket takes of what is in hand; asks for more when there is nothing in hand. */
    void serve() {
        if (picker().wants().isNothing()) {
            moveTo(readers.live());
        }
        while (!ended && member.connection().takesMore()) {
            if (next >= readers.live()) {
                drop();
                readers.caughtUp(this);
                return;
            }
            if (piece == null) {
                readers.fetch(this);
                return;
            }
            sendSlice(piece);
        }
        wasFull = true;
    }

    /** Takes what it asked for over. */
    void fetched(Fetched got) {
        drop();
        if (ended || stale || got.from() != next || got.to() < next) {
            got.release();
        } else if (got.lost() != null) {
            long to = Math.min(got.to(), readers.live() - 1);
            // It was kept when the reader began here: it has gone because it took so long.
            Gap.Reason reason = got.lost() == Gap.Reason.RETENTION ? Gap.Reason.SLOW : got.lost();
            member.subscriber().missed(new Gap(next, to, reason));
            next = to + 1;
        } else {
            wasFull = false;
            piece = got;
            batch = 0;
            at = got.batches().isEmpty() ? 0 : got.batches().get(0).first();
            readers.holds(this, got);
        }
    }

    private void sendSlice(Fetched from) {
        ByteBuf out = readers.buffer();
        long below = readers.live();
        boolean more = true;
        while (more && batch < from.batches().size() && out.writerIndex() < Readers.SLICE_BYTES) {
            BatchView view = from.batches().get(batch);
            if (at >= view.end()) {
                batch++;
                at = batch < from.batches().size() ? from.batches().get(batch).first() : 0;
            } else {
                more = add(view, at, below, out);
                at = more ? view.next(at) : at;
            }
        }
        if (!more) {
            next = below;
        } else if (batch >= from.batches().size()) {
            next = Math.min(from.to() + 1, below);
            drop();
        }
        if (out.isReadable()) {
            member.connection().send(out);
        } else {
            out.release();
        }
    }

    /** False at the edge's own place. */
    private boolean add(BatchView view, int m, long below, ByteBuf out) {
        long offset = view.offset(m);
        if (view.refused(m) || offset < next) {
            return true;
        }
        if (offset >= below) {
            return false;
        }
        if (picker().picks(view, m)) {
            readers.frames().prepare(picker().wants().codec(), view, m);
            readers.frames().write(view, m, out);
        }
        next = offset + 1;
        return true;
    }

    /** Tells how far it is, where that is news: on topics that are quiet nothing else does. */
    void mark() {
        if (next - 1 > marked && member.connection().takesMore()) {
            marked = next - 1;
            member.subscriber().mark(marked);
        }
    }

    /** Gives back what it has in hand. */
    void drop() {
        Fetched held = piece;
        if (held != null) {
            piece = null;
            readers.gaveBack(this);
            held.release();
        }
    }
}
