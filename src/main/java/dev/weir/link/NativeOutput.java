package dev.weir.link;

import dev.weir.protocol.FrameText;
import dev.weir.web.Connection;
import dev.weir.web.Frames;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What one native client is told besides messages: many frames go out in one write. Nothing goes out before the welcome.
 * Owned by the connection's loop.
 */
public final class NativeOutput {
    private static final int CAPACITY = 512;

    private final Connection connection;
    private @Nullable ByteBuf frames;
    private boolean welcomed;

    public NativeOutput(Connection connection) {
        this.connection = connection;
    }

    /** Sends the first frame, and behind it what has waited for it. */
    void welcome(FrameText welcome) {
        ByteBuf out = connection.channel().alloc().directBuffer(CAPACITY);
        write(out, welcome);
        welcomed = true;
        connection.send(out);
        send();
    }

    boolean isWelcomed() {
        return welcomed;
    }

    /** Adds a frame; {@link #send} sends it. */
    public void add(FrameText text) {
        ByteBuf out = frames;
        if (out == null) {
            out = connection.channel().alloc().directBuffer(CAPACITY);
            frames = out;
        }
        write(out, text);
    }

    private static void write(ByteBuf out, FrameText text) {
        Frames.textHeader(out, text.length());
        text.writeTo(out);
    }

    /** Sends what was added, in one piece. */
    public void send() {
        ByteBuf out = frames;
        if (out != null && welcomed) {
            frames = null;
            connection.send(out);
        }
    }

    /** The connection is gone. */
    public void closed() {
        if (frames != null) {
            frames.release();
            frames = null;
        }
    }
}
