package dev.weir.subscriber;

import dev.weir.link.GroupReply;
import dev.weir.link.NativeOutput;
import dev.weir.message.BatchView;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.FrameText;
import dev.weir.protocol.MessageEncoder;
import dev.weir.web.Connection;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * Deliveries on their way to one client. They are encoded when the socket takes them; until then they wait as they came, which is bounded by what
 * the queue lets be in flight to a member. Owned by the connection's loop.
 */
final class GroupDeliveries {
    /** Of messages whose leases go by while the client does not read, or that it acknowledges unread. */
    private static final long WAITING_BYTES_MAX = 8 << 20;

    /** Bytes written between two looks at the socket. */
    private static final int PIECE_BYTES = 32 * 1024;

    private static final class Waiting {
        final Membership member;
        final GroupReply.Delivery delivery;
        int next;
        int at;

        Waiting(Membership member, GroupReply.Delivery delivery) {
            this.member = member;
            this.delivery = delivery;
            this.at = delivery.batch().first();
        }

        long lastTag() {
            return delivery.tags().get(delivery.tags().size() - 1).tag();
        }
    }

    private final Connection connection;
    private final NativeOutput output;
    private final MessageEncoder encoder;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;

    GroupDeliveries(Connection connection, NativeOutput output, MessageEncoder encoder) {
        this.connection = connection;
        this.output = output;
        this.encoder = encoder;
    }

    /** Takes the batch over. */
    void add(Membership member, GroupReply.Delivery delivery) {
        waiting.add(new Waiting(member, delivery));
        waitingBytes += delivery.batch().length();
        pump();
        if (!waiting.isEmpty()) {
            forgetStale(member);
        }
        if (waitingBytes > WAITING_BYTES_MAX && connection.isOpen()) {
            close();
            connection.close(CloseCode.SLOW, "reads too slowly for what it consumes");
        }
    }

    /** What the member has not been sent in the time of its lease is others' by now. */
    private void forgetStale(Membership member) {
        long lowest = member.lowestHeld();
        forget(w -> w.member == member && w.lastTag() < lowest);
    }

    /** Sends what the socket takes. */
    void pump() {
        while (!waiting.isEmpty() && connection.takesMore()) {
            int bytes = 0;
            while (!waiting.isEmpty() && bytes < PIECE_BYTES) {
                bytes += encode(waiting.element(), PIECE_BYTES - bytes);
            }
            output.send();
        }
    }

    /** About so many bytes of it; those written. */
    private int encode(Waiting w, int bytesMax) {
        BatchView batch = w.delivery.batch();
        int bytes = 0;
        while (w.at < batch.end() && bytes < bytesMax) {
            GroupReply.Tag tag = w.delivery.tags().get(w.next++);
            FrameText frame =
                    encoder.delivery(batch, w.at, w.member.group(), tag.tag(), tag.attempt(), tag.redelivered());
            bytes += frame.length();
            output.add(frame);
            w.at = batch.next(w.at);
        }
        if (w.at >= batch.end()) {
            waiting.remove();
            release(w);
        }
        return bytes;
    }

    /** Nothing more of this member goes out. */
    void forget(Membership member) {
        forget(w -> w.member == member);
    }

    private void forget(Predicate<Waiting> which) {
        waiting.removeIf(w -> {
            boolean gone = which.test(w);
            if (gone) {
                release(w);
            }
            return gone;
        });
    }

    void close() {
        forget(w -> true);
    }

    private void release(Waiting w) {
        waitingBytes -= w.delivery.batch().length();
        w.delivery.batch().release();
    }
}
