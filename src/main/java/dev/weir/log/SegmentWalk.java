package dev.weir.log;

import dev.weir.message.BatchFormat;
import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Walks the frames of segments in order, checks that nothing is missing between them, and replays them. */
final class SegmentWalk {
    private final @Nullable Replayed core;
    private long nextIndex;
    private long nextOffset;
    private long lastTimeMs;
    private boolean clean;
    private long synced;

    SegmentWalk(@Nullable Replayed core, long nextIndex, long nextOffset) {
        this.core = core;
        this.nextIndex = nextIndex;
        this.nextOffset = nextOffset;
    }

    /** Walks from the start of the segment to its first position without a valid frame, and returns that. */
    long walk(SegmentBytes bytes, Segment segment) throws IOException, LogRefused {
        if (segment.firstIndex() != nextIndex || segment.firstOffset() != nextOffset) {
            throw new LogDamaged(
                    bytes.file(),
                    "begins with index " + segment.firstIndex() + ", offset " + segment.firstOffset() + ", where index "
                            + nextIndex + ", offset " + nextOffset + " should follow");
        }
        lastTimeMs = Math.max(lastTimeMs, segment.timeBeforeMs());
        long position = LogFormat.HEADER;
        for (Frame f = bytes.frame(position); f != null; f = bytes.frame(position)) {
            take(bytes.file(), f);
            position = f.next();
        }
        return position;
    }

    private void take(Path file, Frame f) throws LogDamaged {
        if (f.index() != nextIndex || f.first() != nextOffset) {
            throw new LogDamaged(
                    file,
                    "the frame at " + f.position() + " has index " + f.index() + ", offset " + f.first()
                            + ", where index " + nextIndex + ", offset " + nextOffset + " should follow");
        }
        nextIndex++;
        clean = f.clean();
        synced = f.synced();
        if (f.kind() == LogFormat.KIND_MESSAGES) {
            messages(file, f);
        } else if (f.kind() == LogFormat.KIND_ENTRY && core != null) {
            core.entry(Unpooled.wrappedBuffer(f.body()));
        } else if (f.kind() < LogFormat.KIND_MESSAGES || f.kind() > LogFormat.KIND_MARK) {
            throw new LogDamaged(file, "the frame at " + f.position() + " is of the unknown kind " + f.kind());
        }
    }

    private void messages(Path file, Frame f) throws LogDamaged {
        ByteBuf body = Unpooled.wrappedBuffer(f.body());
        BatchView batch = new BatchView(body);
        if (body.readableBytes() < BatchFormat.BATCH_HEADER || batch.length() != body.readableBytes()) {
            throw new LogDamaged(file, "the frame at " + f.position() + " does not hold one batch");
        }
        nextOffset = f.first() + batch.accepted();
        lastTimeMs = Math.max(lastTimeMs, batch.count() == 0 ? 0 : batch.time(batch.first()));
        if (core != null) {
            core.batch(batch);
        }
    }

    long nextIndex() {
        return nextIndex;
    }

    long nextOffset() {
        return nextOffset;
    }

    long lastTimeMs() {
        return lastTimeMs;
    }

    /** The mark in the last frame walked. */
    long synced() {
        return synced;
    }

    /** Whether the last frame walked was the mark of a clean stop. */
    boolean clean() {
        return clean;
    }
}
