package dev.weir.link;

import dev.weir.protocol.NativeReader;
import dev.weir.protocol.ServerFrames;
import dev.weir.protocol.ServerGroupFrames;
import io.netty.buffer.ByteBuf;

/** What the native sessions of one loop share to read one message after the other and to answer. */
public final class NativeScratch {
    private final SeedScratch bytes = new SeedScratch();
    private final NativeReader reader = new NativeReader();
    private final ServerFrames frames = new ServerFrames();
    private final ServerGroupFrames groupFrames = new ServerGroupFrames();

    /** The frames of this message, good until the next call. */
    public NativeReader read(ByteBuf buf, int at, int length) {
        reader.start(bytes.copy(buf, at, length), 0, length);
        return reader;
    }

    public ServerFrames frames() {
        return frames;
    }

    public ServerGroupFrames groupFrames() {
        return groupFrames;
    }
}
