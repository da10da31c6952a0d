package dev.weir.bench;

import dev.weir.log.FileLog;
import dev.weir.log.Fsync;
import dev.weir.log.LogSettings;
import dev.weir.log.Replayed;
import dev.weir.log.Room;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Appends N messages of 128 bytes in batches, opens the log again, and reads it from the start; prints the rates.
 *
 * <pre>java -cp target/weir.jar:target/test-classes dev.weir.bench.LogLoad EMPTY_DIR MESSAGES BATCH [always|interval|never]</pre>
 */
public final class LogLoad {
    private static final int CONTENT_BYTES = 128;
    private static final int PIECE_BYTES = 256 << 10;

    private static final class Counter implements Replayed {
        long messages;

        @Override
        public void load(ByteBuf snapshot) {
            messages = snapshot.getLong(snapshot.readerIndex());
        }

        @Override
        public void batch(BatchView lent) {
            messages += lent.accepted();
        }

        @Override
        public void entry(ByteBuf lent) {
            // None is written here.
        }

        @Override
        public void save(ByteBuf out) {
            out.writeLong(messages);
        }
    }

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final LogSettings settings;
    private long readMessages;
    private boolean answered;

    private LogLoad(Path dir, Fsync fsync) {
        // No snapshot, so that opening replays all.
        settings = new LogSettings(
                dir, fsync, 50, 64 << 20, 16 << 20, 0, 0, 0, 1L << 40, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);
    }

    public static void main(String[] args) throws Exception {
        String mode = args.length > 3 ? args[3] : "always";
        LogLoad load = new LogLoad(Path.of(args[0]), Fsync.valueOf(mode.toUpperCase(Locale.ROOT)));
        long messages = Long.parseLong(args[1]);
        load.append(messages, Integer.parseInt(args[2]));
        load.recover();
    }

    private static void print(String what, long messages, long startNs) {
        double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.printf(
                Locale.ROOT, "%s: %d messages in %.2f s, %.0f/s%n", what, messages, seconds, messages / seconds);
    }

    private void append(long messages, int perBatch) throws Exception {
        long openNs = System.nanoTime();
        Counter before = new Counter();
        FileLog log = FileLog.open(settings, before, Counter::new, tasks::add);
        print("opened", before.messages, openNs);
        BatchWriter writer = new BatchWriter(PooledByteBufAllocator.DEFAULT, new LinkId(1, 1));
        byte[] payload = new byte[CONTENT_BYTES];
        byte[] topic = {'t'};
        long next = log.committed() + 1;
        long end = next + messages;
        long startNs = System.nanoTime();
        while (next < end) {
            for (int i = 0; i < perBatch; i++) {
                writer.seed(topic, 1, payload, 0, payload.length);
            }
            BatchView batch = writer.finish(next, next);
            long offset = next;
            for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
                batch.stamp(m, offset, offset, offset - 1);
                offset++;
            }
            while (log.roomFor(batch.footprint()) != Room.YES) {
                tasks.take().run();
            }
            log.append(batch, next, offset - 1);
            next = offset;
        }
        while (log.committedIndex() < log.appendedIndex()) {
            tasks.take().run();
        }
        print("appended and committed", messages, startNs);
        log.close();
    }

    private void recover() throws Exception {
        long startNs = System.nanoTime();
        Counter counter = new Counter();
        FileLog log = FileLog.open(settings, counter, Counter::new, tasks::add);
        print("recovered", counter.messages, startNs);
        startNs = System.nanoTime();
        for (long next = 1; next <= log.committed(); ) {
            answered = false;
            long[] to = new long[1];
            log.read(next, PIECE_BYTES, piece -> {
                piece.batches().forEach(BatchView::release);
                readMessages += piece.to() - piece.from() + 1;
                to[0] = piece.to();
                answered = true;
            });
            while (!answered) {
                tasks.take().run();
            }
            next = to[0] + 1;
        }
        print("read", readMessages, startNs);
        log.close();
    }
}
