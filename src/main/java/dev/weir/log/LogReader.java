package dev.weir.log;

import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads committed frames from the files, on its own thread; answers come on the loop. What it is asked waits in order, so a
 * segment is retired through here, behind all reads that may still need it.
 */
final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private static final int OPEN_MAX = 8;

    private static final long PAUSE_NANOS = 200_000_000;

    /** Messages looked up before others have their turn. */
    private static final int CHAIN_STEPS = 128;

    private record Open(SegmentBytes bytes, SegmentIndex index) {}

    private final LogFiles files;
    private final Executor loop;
    private final ByteBufAllocator alloc = PooledByteBufAllocator.DEFAULT;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(LogThreads.named("weir-log-reader"));
    private final Map<Long, SegmentIndex> indexes = new HashMap<>();

    /** Whether the last question could not be answered yet. */
    private boolean hindered;

    /** The files read last, each with a window of memory. */
    private final LinkedHashMap<Long, SegmentBytes> open = new LinkedHashMap<>(16, 0.75f, true);

    LogReader(LogFiles files, Executor loop) {
        this.files = files;
        this.loop = loop;
    }

    /**
     * A question that finds no memory, or no file descriptor, is asked again a little later, behind the others; it answers at
     * its end. That passes, and is no reason to say that what is in a file is lost.
     */
    private void run(Runnable question) {
        LogThreads.run(thread, () -> {
            try {
                question.run();
                hindered = false;
            } catch (OutOfMemoryError | UncheckedIOException e) {
                if (!hindered) {
                    LOG.warn("the log cannot be read at the moment, tried again until it can: {}", e.toString());
                }
                hindered = true;
                if (e instanceof UncheckedIOException) {
                    List.copyOf(open.keySet()).forEach(this::forget);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                run(question);
            }
        });
    }

    /** At least one batch, if there is one, and then as many as fit into {@code bytesMax}. */
    void read(LogView view, long from, int bytesMax, Consumer<LogPiece> then) {
        run(() -> {
            LogPiece piece = piece(view, Math.max(from, view.first()), bytesMax);
            loop.execute(() -> then.accept(piece));
        });
    }

    private LogPiece piece(LogView view, long from, int bytesMax) {
        int at = view.holding(from);
        if (at < 0 || from > view.committed()) {
            return new LogPiece(from, from - 1, List.of(), null);
        }
        Segment segment = view.segments().get(at);
        long beyond = at + 1 < view.segments().size()
                ? Math.min(view.committed() + 1, view.segments().get(at + 1).firstOffset())
                : view.committed() + 1;
        try {
            Open o = open(segment, view.end(segment));
            return collect(o.bytes(), o.index().below(from), new Wanted(from, beyond, bytesMax, view.end(segment)));
        } catch (IOException | LogRefused e) {
            LOG.warn("offsets from {} on cannot be read: {}", from, e.toString());
            return new LogPiece(from, beyond - 1, List.of(), String.valueOf(e.getMessage()));
        }
    }

    /** @param beyond the first offset behind this segment, or behind what is committed */
    private record Wanted(long from, long beyond, int bytesMax, int end) {}

    private LogPiece collect(SegmentBytes bytes, int start, Wanted wanted) throws IOException, LogRefused {
        List<BatchView> batches = new ArrayList<>();
        try {
            return collect(bytes, start, wanted, batches);
        } catch (IOException | LogRefused | OutOfMemoryError e) {
            if (batches.isEmpty()) {
                throw e;
            }
            LOG.debug("a piece ends early: {}", e.toString()); // what stands in the way is met again by the next one
            return new LogPiece(wanted.from(), batches.get(batches.size() - 1).lastOffset(), batches, null);
        }
    }

    private LogPiece collect(SegmentBytes bytes, int start, Wanted wanted, List<BatchView> batches)
            throws IOException, LogRefused {
        long next = wanted.from();
        int taken = 0;
        int position = start;
        while (position < wanted.end() && next < wanted.beyond()) {
            Frame f = bytes.frame(position);
            if (f == null) {
                return batches.isEmpty()
                        ? bad(bytes, position, wanted)
                        : new LogPiece(wanted.from(), next - 1, batches, null);
            }
            position = f.next();
            if (f.kind() == LogFormat.KIND_MESSAGES) {
                long last = new BatchView(Unpooled.wrappedBuffer(f.body())).lastOffset();
                if (last >= next && last >= f.first()) {
                    if (taken > 0 && taken + f.length() > wanted.bytesMax()) {
                        break;
                    }
                    taken += f.length();
                    batches.add(copy(f));
                    next = last + 1;
                }
            }
        }
        return new LogPiece(wanted.from(), next - 1, batches, null);
    }

    private LogPiece bad(SegmentBytes bytes, int position, Wanted wanted) throws IOException, LogRefused {
        Frame good = bytes.search(position + LogFormat.ALIGN);
        while (good != null && good.first() <= wanted.from() && good.position() < wanted.end()) {
            if (good.kind() == LogFormat.KIND_MESSAGES && lastOf(good) >= wanted.from()) {
                // The bad one held nothing that was asked for.
                return collect(bytes, good.position(), wanted);
            }
            good = bytes.search(good.next());
        }
        long to = good == null || good.position() >= wanted.end() ? wanted.beyond() - 1 : good.first() - 1;
        String reason = bytes.file() + ": the frame at " + position + " is bad, offsets " + wanted.from() + ".." + to;
        LOG.error("{}", reason);
        return new LogPiece(wanted.from(), Math.min(to, wanted.beyond() - 1), List.of(), reason);
    }

    private static long lastOf(Frame f) {
        return new BatchView(Unpooled.wrappedBuffer(f.body())).lastOffset();
    }

    private BatchView copy(Frame f) {
        ByteBuf copy = alloc.directBuffer(f.body().remaining());
        copy.writeBytes(f.body().duplicate());
        return new BatchView(copy);
    }

    private Open open(Segment segment, int end) throws IOException, LogRefused {
        SegmentBytes bytes = open.get(segment.number());
        if (bytes == null) {
            bytes = segmentBytes(segment.number());
            open.put(segment.number(), bytes);
        }
        SegmentIndex index = indexes.computeIfAbsent(segment.number(), number -> new SegmentIndex());
        bytes.visible(end);
        index.walk(bytes, end);
        return new Open(bytes, index);
    }

    private SegmentBytes segmentBytes(long number) throws IOException {
        Path file = files.segment(number);
        try {
            if (open.size() < OPEN_MAX) {
                return new SegmentBytes(file, number);
            }
            Map.Entry<Long, SegmentBytes> oldest = open.entrySet().iterator().next();
            forget(oldest.getKey());
            return new SegmentBytes(file, number, oldest.getValue().window());
        } catch (IOException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UncheckedIOException(e); // It is there, and cannot be opened now.
            }
            throw e;
        }
    }

    private void forget(long number) {
        SegmentBytes bytes = open.remove(number);
        try {
            if (bytes != null) {
                bytes.close();
            }
        } catch (IOException e) {
            LOG.warn("{}", e.toString());
        }
    }

    /** Follows {@code prev} from the message at {@code offset} up to {@code steps} times; the lowest offset reached. */
    void chain(LogView view, long offset, int steps, LongConsumer then) {
        run(() -> {
            long at = offset;
            for (int i = 0; i < Math.min(steps, CHAIN_STEPS); i++) {
                long prev = prev(view, at);
                if (prev < Math.max(1, view.first())) {
                    answer(at, then);
                    return;
                }
                at = prev;
            }
            if (steps > CHAIN_STEPS) {
                chain(view, at, steps - CHAIN_STEPS, then); // behind whatever else waits
            } else {
                answer(at, then);
            }
        });
    }

    private void answer(long offset, LongConsumer then) {
        loop.execute(() -> then.accept(offset));
    }

    private long prev(LogView view, long offset) {
        Message message = find(view, offset);
        return message == null ? 0 : message.prev();
    }

    private record Message(long offset, long prev) {}

    private @Nullable Message find(LogView view, long offset) {
        int at = view.holding(offset);
        if (at < 0 || offset > view.committed()) {
            return null;
        }
        Segment segment = view.segments().get(at);
        try {
            Open o = open(segment, view.end(segment));
            int position = o.index().below(offset);
            for (Frame f = frame(o, position, view, segment); f != null; f = frame(o, f.next(), view, segment)) {
                if (f.kind() == LogFormat.KIND_MESSAGES) {
                    BatchView batch = new BatchView(Unpooled.wrappedBuffer(f.body()));
                    for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
                        if (!batch.refused(m) && batch.offset(m) == offset) {
                            return new Message(offset, batch.prev(m));
                        }
                    }
                }
            }
        } catch (IOException | LogRefused e) {
            LOG.warn("offset {} cannot be read: {}", offset, e.toString());
        }
        return null;
    }

    private static @Nullable Frame frame(Open o, int position, LogView view, Segment segment)
            throws IOException, LogRefused {
        return position < view.end(segment) ? o.bytes().frame(position) : null;
    }

    /** The first offset of that time or later; the one behind all that is committed, if there is none. */
    void offsetAtTime(LogView view, long epochMs, LongConsumer then) {
        run(() -> {
            long offset = view.committed() + 1;
            try {
                offset = atTime(view, epochMs);
            } catch (IOException | LogRefused e) {
                LOG.warn("the offset of a time cannot be found: {}", e.toString());
            }
            answer(offset, then);
        });
    }

    private long atTime(LogView view, long epochMs) throws IOException, LogRefused {
        List<Segment> segments = view.segments();
        int start = 0;
        while (start + 1 < segments.size() && segments.get(start + 1).timeBeforeMs() < epochMs) {
            start++;
        }
        for (Segment segment : segments.subList(start, segments.size())) {
            if (view.end(segment) <= LogFormat.HEADER) {
                break;
            }
            Open o = open(segment, view.end(segment));
            int position = o.index().before(epochMs);
            for (Frame f = frame(o, position, view, segment); f != null; f = frame(o, f.next(), view, segment)) {
                long offset = f.kind() == LogFormat.KIND_MESSAGES ? since(f, epochMs) : 0;
                if (offset > 0) {
                    return offset;
                }
            }
        }
        return view.committed() + 1;
    }

    private static long since(Frame f, long epochMs) {
        BatchView batch = new BatchView(Unpooled.wrappedBuffer(f.body()));
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (!batch.refused(m) && batch.time(m) >= epochMs) {
                return batch.offset(m);
            }
        }
        return 0;
    }

    /** Forgets segments below this number, and then says so on its own thread. */
    void retire(long lowest, Runnable then) {
        LogThreads.run(thread, () -> {
            indexes.keySet().removeIf(number -> number < lowest);
            List.copyOf(open.keySet()).stream()
                    .filter(number -> number < lowest)
                    .forEach(this::forget);
            then.run();
        });
    }

    void close() {
        LogThreads.stop(thread);
        List.copyOf(open.keySet()).forEach(this::forget);
    }
}
