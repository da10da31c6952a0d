package dev.weir.log;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes: takes all that waits, one gather write, one sync, one word to the loop. After a failure
 * nothing is written any more. Only {@link #write} and {@link #close} are for the loop; all fields belong to the thread.
 */
final class LogWriter implements Runnable {
    /**
     * A frame with its place, decided on the loop.
     *
     * @param begins the segment that begins with it
     * @param channel of that segment, owned
     * @param body owned; without one for a mark
     * @param last offset of the last message up to and with this frame
     */
    record Task(
            long segment,
            @Nullable Segment begins,
            @Nullable FileChannel channel,
            int position,
            int length,
            int kind,
            int flags,
            long index,
            long first,
            long last,
            @Nullable ByteBuf body) {}

    /** Told on the loop. */
    interface Told {
        void written(Task last);

        void failed(String why);
    }

    private static final Task STOP = new Task(0, null, null, 0, 0, 0, 0, 0, 0, 0, null);
    private static final int HEADERS = 1_024;

    private final Disk disk;
    private final LogFiles files;
    private final LogSettings settings;
    private final long logId;
    private final Executor loop;
    private final Told told;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final ByteBuffer headers = ByteBuffer.allocateDirect(HEADERS * (LogFormat.HEADER + LogFormat.ALIGN));
    private final CRC32C crc = new CRC32C();
    private @Nullable FileChannel channel;
    private long synced;
    private long writtenTo;
    private long forcedAtMs;
    private boolean stopped;
    private boolean failed;

    /** @param synced mark up to which all is synced */
    LogWriter(Disk disk, LogFiles files, LogSettings settings, long logId, long synced, Executor loop, Told told) {
        this.disk = disk;
        this.files = files;
        this.settings = settings;
        this.logId = logId;
        this.synced = synced;
        this.writtenTo = synced;
        this.loop = loop;
        this.told = told;
        this.thread = LogThreads.named("weir-log-writer").newThread(this);
    }

    /** @param active the segment to go on in, null when the first frame begins one */
    void start(@Nullable Segment active) throws IOException {
        if (active != null) {
            channel = disk.openToWrite(files.segment(active.number()));
        }
        forcedAtMs = nowMs();
        thread.start();
    }

    void write(Task task) {
        queue.add(task);
    }

    /** Writes and syncs all that waits, then ends; blocks for that. */
    void close() {
        queue.add(STOP);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void run() {
        List<Task> group = new ArrayList<>();
        while (!stopped) {
            Task done = null;
            try {
                Task first = next();
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, HEADERS - 1);
                }
                done = commit(group);
            } catch (IOException | RuntimeException e) {
                fail(e);
            } catch (InterruptedException e) {
                stopped = true;
            } finally {
                group.forEach(this::release);
                group.clear();
            }
            if (done != null) {
                // Behind the release: whoever hears of a commit may rely on the writer holding nothing of it.
                Task last = done;
                loop.execute(() -> told.written(last));
            }
        }
        queue.forEach(this::release);
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private @Nullable Task next() throws InterruptedException {
        if (settings.fsync() != Fsync.INTERVAL || writtenTo == synced) {
            return queue.take();
        }
        long waitMs = forcedAtMs + settings.fsyncIntervalMs() - nowMs();
        return queue.poll(Math.max(0, waitMs), TimeUnit.MILLISECONDS);
    }

    /** The last frame that is committed with this group; null when none is. */
    private @Nullable Task commit(List<Task> group) throws IOException {
        int size = group.size();
        if (size > 0 && group.get(size - 1).kind() == STOP.kind()) {
            stopped = true;
            group.remove(--size);
        }
        if (failed) {
            return null;
        }
        int from = 0;
        for (int i = 1; i <= size; i++) {
            if (i == size || group.get(i).begins() != null || isMark(group.get(i))) {
                write(group.subList(from, i));
                from = i;
            }
        }
        boolean due = settings.fsync() == Fsync.INTERVAL && nowMs() >= forcedAtMs + settings.fsyncIntervalMs();
        if (stopped || due || settings.fsync() == Fsync.ALWAYS) {
            force();
        }
        return size == 0 ? null : group.get(size - 1);
    }

    private void force() throws IOException {
        if (channel != null && writtenTo != synced) {
            disk.force(channel);
            synced = writtenTo;
        }
        forcedAtMs = nowMs();
    }

    private static boolean isMark(Task task) {
        return task.kind() == LogFormat.KIND_MARK;
    }

    /** Frames of one segment. */
    private void write(List<Task> tasks) throws IOException {
        if (tasks.isEmpty()) {
            return;
        }
        Task head = tasks.get(0);
        if (isMark(head)) {
            force(); // A mark vouches for all before it.
        }
        List<ByteBuffer> parts = new ArrayList<>(2 * tasks.size() + 2);
        int at = head.position();
        if (head.begins() != null) {
            force();
            if (channel != null) {
                channel.close();
            }
            channel = head.channel();
            // The loop does not know the mark; it is the end of the segment before.
            Segment s = head.begins();
            parts.add(new Segment(s.number(), s.firstIndex(), s.firstOffset(), synced, s.timeBeforeMs(), Segment.OPEN)
                    .header(logId));
            at = 0;
        }
        headers.clear();
        int start = 0;
        for (Task task : tasks) {
            ByteBuffer body =
                    task.body() == null ? ByteBuffer.allocate(0) : task.body().nioBuffer();
            header(task, body);
            parts.add(headers.duplicate().limit(headers.position()).position(start));
            parts.add(body);
            start = headers.position();
            headers.put(new byte[LogFormat.aligned(task.length()) - task.length()]);
        }
        parts.add(headers.duplicate().limit(headers.position()).position(start));
        FileChannel to = channel;
        if (to == null) {
            throw new IOException("no segment is open");
        }
        disk.write(to, at, parts.toArray(new ByteBuffer[0]));
        Task last = tasks.get(tasks.size() - 1);
        writtenTo = LogFormat.mark(last.segment(), last.position() + LogFormat.aligned(last.length()));
    }

    private void header(Task task, ByteBuffer body) {
        int p = headers.position();
        Frame.header(headers, task.length(), task.kind(), task.flags(), task.segment(), task.position(), synced);
        headers.putLong(task.index()).putLong(0).putLong(task.first());
        crc.reset();
        crc.update(headers.duplicate().limit(p + LogFormat.HEADER).position(p + 8));
        crc.update(body.duplicate());
        headers.putInt(p + 4, (int) crc.getValue());
    }

    private void fail(Exception e) {
        if (!failed) {
            failed = true;
            loop.execute(() -> told.failed(e.toString()));
        }
    }

    private void release(Task task) {
        if (task.body() != null) {
            task.body().release();
        }
        FileChannel begun = task.channel();
        if (begun != null && begun != channel) {
            try {
                begun.close(); // not reached, or left behind already
            } catch (IOException e) {
                fail(e);
            }
        }
    }
}
