package dev.weir.web;

import dev.weir.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Feeds bytes to a {@link MessageAssembly} and writes down what it tells. */
final class RecordedCalls implements MessageAssembly.Sink {
    static final int MESSAGE_BYTES_MAX = 300;
    static final int FRAGMENTS_MAX = 5;

    private final List<String> calls = new ArrayList<>();
    private final MessageAssembly assembly;

    private RecordedCalls(boolean fromClient) {
        assembly = new MessageAssembly(
                UnpooledByteBufAllocator.DEFAULT, fromClient, MESSAGE_BYTES_MAX, FRAGMENTS_MAX, this);
    }

    /** What is told of these pieces, one read after the other. */
    static List<String> of(boolean fromClient, byte[]... pieces) {
        RecordedCalls calls = new RecordedCalls(fromClient);
        for (byte[] piece : pieces) {
            ByteBuf buf = UnpooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, piece.length));
            calls.assembly.feed(buf.writeBytes(piece));
            if (buf.isReadable()) {
                throw new AssertionError("left over: " + buf.readableBytes());
            }
            buf.release();
        }
        calls.assembly.end();
        return calls.calls;
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        calls.add((text ? "text " : "binary ") + ByteBufUtil.hexDump(buf, at, length));
    }

    @Override
    public void ping(byte[] payload) {
        calls.add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void pong(byte[] payload) {
        calls.add("pong " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void closeFrame(int code) {
        calls.add("close " + code);
    }

    @Override
    public void violation(CloseCode code, String why) {
        calls.add("violation " + code.number());
    }
}
