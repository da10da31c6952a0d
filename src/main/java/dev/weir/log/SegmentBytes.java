package dev.weir.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment through a window of memory, which grows to the largest frame met, and finds its valid frames. One
 * thread. Nothing is read at or beyond {@code limit}.
 */
final class SegmentBytes implements Closeable {
    private static final int WINDOW = 512 << 10;

    private final Path file;
    private final long segment;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private long limit;
    private ByteBuffer window;
    private long windowAt;

    SegmentBytes(Path file, long segment) throws IOException {
        this(file, segment, null);
    }

    /** With the window of one that is closed: memory outside the heap is given back late. */
    SegmentBytes(Path file, long segment, @Nullable ByteBuffer window) throws IOException {
        this.file = file;
        this.segment = segment;
        this.channel = FileChannel.open(file, StandardOpenOption.READ); // first, as memory would be given back late
        try {
            this.window = window != null && window.capacity() == WINDOW ? window : ByteBuffer.allocateDirect(WINDOW);
            this.window.limit(0);
            this.limit = channel.size();
        } catch (IOException | OutOfMemoryError e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    long limit() {
        return limit;
    }

    /** The file is good up to there now: what memory holds from beyond the last end is read again. */
    void visible(long end) {
        if (end != limit) {
            limit = end;
            windowAt = 0;
            window.limit(0);
        }
    }

    /** These bytes, from the buffer's position on; lent until the next call. Null when they do not lie in the file. */
    @Nullable
    ByteBuffer at(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position + length > limit) {
            return null;
        }
        if (position < windowAt || position + length > windowAt + window.limit()) {
            load(position, length);
            if (length > window.limit()) {
                return null;
            }
        }
        int from = (int) (position - windowAt);
        return window.duplicate().limit(from + length).position(from);
    }

    private void load(long position, int length) throws IOException {
        if (length > window.capacity()) {
            window = ByteBuffer.allocateDirect(Math.max(length, 2 * window.capacity()));
        }
        windowAt = position;
        window.clear().limit((int) Math.min(window.capacity(), limit - position));
        while (window.hasRemaining() && channel.read(window, position + window.position()) > 0) {
            // Until it is full or the file ends.
        }
        window.flip();
    }

    /** The valid frame that begins there, null if none does. */
    @Nullable
    Frame frame(long position) throws IOException, LogRefused {
        ByteBuffer h = at(position, LogFormat.HEADER);
        if (h == null) {
            return null;
        }
        int p = h.position();
        int length = h.getInt(p);
        if (length < LogFormat.HEADER || h.getLong(p + 16) != segment || h.getLong(p + 24) != position) {
            return null;
        }
        ByteBuffer f = at(position, length);
        if (f == null) {
            return null;
        }
        p = f.position();
        crc.reset();
        crc.update(f.duplicate().position(p + 8));
        if (f.getInt(p + 4) != (int) crc.getValue()) {
            return null;
        }
        if (f.get(p + 8) != LogFormat.VERSION) {
            LogFormat.checkVersion(file + ": the frame at " + position, f.get(p + 8) & 0xff);
        }
        return new Frame(
                (int) position,
                length,
                f.get(p + 9),
                f.getShort(p + 10),
                f.getLong(p + 32),
                f.getLong(p + 40),
                f.getLong(p + 48),
                f.getLong(p + 56),
                f.position(p + LogFormat.HEADER));
    }

    /** The first valid frame at this multiple of 8 or behind it; null if there is none. */
    @Nullable
    Frame search(long from) throws IOException, LogRefused {
        for (long at = seek(from); at >= 0; at = seek(at + LogFormat.ALIGN)) {
            Frame frame = frame(at);
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    /** The first multiple of 8 from there on where something names this segment and that place; negative if nothing does. */
    private long seek(long from) throws IOException {
        long at = from;
        while (at(at, LogFormat.HEADER) != null) {
            int end = window.limit() - LogFormat.HEADER;
            int p = (int) (at - windowAt);
            for (; p <= end; p += LogFormat.ALIGN) {
                if (window.getLong(p + 16) == segment && window.getLong(p + 24) == windowAt + p) {
                    return windowAt + p;
                }
            }
            at = windowAt + p;
        }
        return -1;
    }

    /** Behind the last byte from there on that is not 0; {@code from} if there is none. */
    long used(long from) throws IOException {
        long used = from;
        long at = from;
        while (at(at, 8) != null) {
            int p = (int) (at - windowAt);
            for (; p + 8 <= window.limit(); p += 8) {
                if (window.getLong(p) != 0) {
                    used = windowAt + p + 8;
                }
            }
            at = windowAt + p;
        }
        return used;
    }

    /** For another one, once this is closed. */
    ByteBuffer window() {
        return window;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
