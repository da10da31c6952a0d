package dev.weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private Outbox outbox;

    @BeforeEach
    void open() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(4, 8));
        ChannelHandlerContext context = channel.pipeline().firstContext();
        outbox = new Outbox(context, 10);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    /** The peer stops, or starts again, to read. */
    private void reads(boolean reading) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reading);
        channel.runPendingTasks();
    }

    @Test
    void passesOnToAPeerThatReads() {
        for (int i = 0; i < 100; i++) {
            assertTrue(outbox.write(bytes(100)));
        }
        assertTrue(outbox.isEmpty());
        channel.flush();
    }

    @Test
    void keepsForAPeerThatDoesNotReadUpToTheLimit() {
        reads(false);
        assertTrue(outbox.write(bytes(6)));
        assertTrue(outbox.write(bytes(4)));
        assertEquals(10, outbox.waitingBytes());
        ByteBuf refused = bytes(1);
        assertFalse(outbox.write(refused));
        assertEquals(0, refused.refCnt());
        assertEquals(10, outbox.waitingBytes());
        outbox.discard();
    }

    @Test
    void sendsWhatWaitedInOrder() {
        reads(false);
        outbox.write(Unpooled.wrappedBuffer(new byte[] {1}));
        outbox.write(Unpooled.wrappedBuffer(new byte[] {2}));
        reads(true);
        assertTrue(outbox.drain());
        for (byte expected = 1; expected <= 2; expected++) {
            ByteBuf sent = channel.readOutbound();
            assertEquals(expected, sent.readByte());
            sent.release();
        }
        assertEquals(0, outbox.waitingBytes());
    }

    @Test
    void countsAsTakenOnlyWhatThePeerTook() {
        outbox.write(bytes(3));
        long before = outbox.takenBytes();
        assertTrue(before <= 0);
        channel.flush();
        assertEquals(3, outbox.takenBytes());
    }

    @Test
    void givesBackWhatIsDiscarded() {
        reads(false);
        ByteBuf waiting = bytes(5);
        outbox.write(waiting);
        outbox.discard();
        assertEquals(0, waiting.refCnt());
        assertEquals(0, outbox.waitingBytes());
    }

    /** A socket whose peer takes nothing more, though by its water mark it could be written to. */
    private static final class FullSocket extends EmbeddedChannel {
        boolean full = true;

        FullSocket() {
            super(new ChannelInboundHandlerAdapter());
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (!full) {
                super.doWrite(in);
            }
        }
    }

    @Test
    void writesNothingNowToOneThatHasNotTakenTheTurnBefore() {
        FullSocket socket = new FullSocket();
        Outbox slow = new Outbox(socket.pipeline().firstContext(), 10);
        int small = 0;
        while (small < 1_000 && slow.writeNow(bytes(100))) {
            small++;
            socket.flush();
            slow.flushed();
        }
        assertTrue(small < 50, small + " small frames were piled up");
        assertTrue(slow.takesMore(), "to somebody served for itself more can be written");
        socket.full = false;
        assertTrue(slow.writeNow(bytes(100)), "it has taken what was left");
        socket.flush();
        socket.finishAndReleaseAll();
    }
}
