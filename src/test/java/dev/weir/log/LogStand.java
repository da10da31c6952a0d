package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A log in a directory with the test's thread as its loop, and a core that remembers what it was told, as text. */
final class LogStand implements Executor {
    static final int SEGMENT = 16 << 10;

    /** Remembers offsets and entries, in order. */
    static final class Told implements Replayed {
        final List<String> told = new ArrayList<>();

        @Override
        public void load(ByteBuf snapshot) {
            String text = snapshot.toString(StandardCharsets.UTF_8);
            told.addAll(text.isEmpty() ? List.of() : List.of(text.split(" ")));
        }

        @Override
        public void batch(BatchView lent) {
            Batches.offsets(lent).forEach(offset -> told.add(Long.toString(offset)));
        }

        @Override
        public void entry(ByteBuf lent) {
            told.add(lent.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void save(ByteBuf out) {
            out.writeCharSequence(String.join(" ", told), StandardCharsets.UTF_8);
        }
    }

    final Path dir;
    Fsync fsync = Fsync.ALWAYS;
    Disk disk = new Disk();
    long recentBytesMax = 1 << 20;
    long retentionMs;
    long retentionBytes;
    long retentionMessages;
    long hardBytesMax = 1L << 30;
    Told core = new Told();
    FileLog log;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    LogStand(Path dir) {
        this.dir = dir;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    FileLog open() throws IOException, LogRefused {
        core = new Told();
        LogSettings settings = new LogSettings(
                dir,
                fsync,
                50,
                SEGMENT,
                recentBytesMax,
                retentionMs,
                retentionBytes,
                retentionMessages,
                hardBytesMax,
                Long.MAX_VALUE / 4,
                Long.MAX_VALUE / 4);
        log = FileLog.open(settings, core, Told::new, this, disk);
        return log;
    }

    /** Runs the loop until something holds. */
    void until(BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean()) {
            Runnable task = tasks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertTrue(task != null, "nothing more came");
            task.run();
        }
    }

    void settle() throws InterruptedException {
        until(() -> log.committedIndex() == log.appendedIndex());
    }

    static BatchView batch(long first, int count, long timeMs, int payloadBytes) {
        BatchView batch = Batches.ofBytes(new LinkId(1, 2), first, "t", payloadBytes);
        if (count > 1) {
            batch.release();
            String[] topics = new String[count];
            java.util.Arrays.fill(topics, "t".repeat(Math.max(1, payloadBytes)));
            batch = Batches.ofTopics(new LinkId(1, 2), first, topics);
        }
        batch.stampBase(first);
        long offset = first;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            batch.stamp(m, offset, timeMs, offset - 1);
            offset++;
        }
        return batch;
    }

    void append(int payloadBytes, long timeMs) throws InterruptedException {
        BatchView batch = batch(next, 1, timeMs, payloadBytes);
        until(() -> log.roomFor(batch.footprint()) == Room.YES);
        log.append(batch, next, next);
        next++;
    }

    long next = 1;

    /** One message a batch, each committed on its own. */
    void fill(int count, int payloadBytes) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            append(payloadBytes, next);
            settle();
        }
    }

    void entry(String text) {
        log.appendEntry(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    LogPiece read(long from, int bytesMax) throws InterruptedException {
        LogPiece[] got = new LogPiece[1];
        log.read(from, bytesMax, piece -> got[0] = piece);
        until(() -> got[0] != null);
        return got[0];
    }

    /** The files as they are now, as after the end of the process: what was written is there, a clean mark is not. */
    LogStand copied(Path to) throws Exception {
        if (log != null) {
            until(() -> !log.making());
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        LogStand stand = new LogStand(to);
        stand.fsync = fsync;
        stand.next = next;
        return stand;
    }

    Path segment(long number) {
        return new LogFiles(dir).segment(number);
    }
}
