package dev.weir.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes snapshots on its own thread: a shadow of the core, the newest snapshot, and the closed segments since. */
final class Snapshotter {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);

    private final Disk disk;
    private final LogFiles files;
    private final long logId;
    private final Supplier<Replayed> shadows;
    private final Executor loop;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(LogThreads.named("weir-log-snapshots"));

    Snapshotter(Disk disk, LogFiles files, long logId, Supplier<Replayed> shadows, Executor loop) {
        this.disk = disk;
        this.files = files;
        this.logId = logId;
        this.shadows = shadows;
        this.loop = loop;
    }

    /**
     * Makes one behind these segments.
     *
     * @param closed what to replay on top of {@code base}; none of it is retired meanwhile
     * @param then told on the loop, with null if it did not work
     */
    void make(@Nullable Snapshot base, List<Segment> closed, Consumer<@Nullable Snapshot> then) {
        LogThreads.run(thread, () -> {
            Snapshot made = null;
            try {
                made = makeNow(base, closed);
            } catch (IOException | LogRefused | RuntimeException e) {
                LOG.warn("no snapshot was made: {}", e.toString());
            }
            Snapshot told = made;
            loop.execute(() -> then.accept(told));
        });
    }

    private Snapshot makeNow(@Nullable Snapshot base, List<Segment> closed) throws IOException, LogRefused {
        Replayed shadow = shadows.get();
        if (base != null) {
            Path file = files.snapshot(base.index());
            ByteBuffer bytes = Snapshot.bytes(file);
            if (Snapshot.read(bytes, logId, file) == null) {
                throw new LogDamaged(file, "not whole");
            }
            shadow.load(Unpooled.wrappedBuffer(Snapshot.state(bytes)));
        }
        SegmentWalk walk =
                new SegmentWalk(shadow, base == null ? 1 : base.index() + 1, base == null ? 1 : base.nextOffset());
        long number = 0;
        for (Segment segment : closed) {
            number = segment.number();
            try (SegmentBytes bytes = new SegmentBytes(files.segment(number), number)) {
                long end = walk.walk(bytes, segment);
                if (end != segment.end()) {
                    throw new LogDamaged(bytes.file(), "the frame at position " + end + " is bad");
                }
            }
        }
        Snapshot snapshot = new Snapshot(walk.nextIndex() - 1, number + 1, walk.nextOffset());
        ByteBuf state = Unpooled.buffer();
        shadow.save(state);
        disk.replace(files.snapshot(snapshot.index()), snapshot.encode(logId, state.nioBuffer()));
        for (Path file : files.snapshots().headMap(snapshot.index()).values()) {
            Files.delete(file);
        }
        return snapshot;
    }

    void close() {
        LogThreads.stop(thread);
    }
}
