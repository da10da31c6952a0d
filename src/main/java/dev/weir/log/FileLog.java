package dev.weir.log;

import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in segment files; docs/log-format.md draws them.
 *
 * <p><b>Order</b>: frames are committed in the order they were appended. <b>Atomicity</b>: a batch is there whole or
 * not at all. <b>Durability</b>: {@link #durability()}. <b>Failure</b>: after the first failed write or sync nothing
 * is written or committed any more until the log is opened anew, and {@link #failed()} says why; reads go on.
 *
 * <p><b>Threads</b>: {@link #open} and {@link #close} block. All else belongs to the loop, as all answers come on it;
 * nothing of it waits for the disk.
 */
public final class FileLog implements MessageLog {
    private static final Logger LOG = LoggerFactory.getLogger(FileLog.class);

    /** Bytes that may wait for the writer. */
    static final long BACKLOG_BYTES_MAX = 8 << 20;

    private final LogSettings settings;
    private final OpenLog directory;
    private final LogMeta meta;
    private final Placement placement;
    private final LogWriter writer;
    private final LogReader reader;
    private final Preparer preparer;
    private final Snapshots snapshots;
    private final EntryRing recent = new EntryRing();
    private final long startTimeMs;

    private long appendedIndex;
    private long appended;
    private long committedIndex;
    private long committed;
    private long committedSegment;
    private int committedEnd;
    private long backlogBytes;
    private long freeBelow;
    private @Nullable String failed;
    private Runnable onCommitted = () -> {};
    private boolean closed;

    private FileLog(Opening o) {
        Recovery.Found found = o.found();
        this.settings = o.settings();
        this.directory = o.directory();
        this.meta = o.meta();
        this.startTimeMs = found.lastTimeMs();
        this.appendedIndex = found.nextIndex() - 1;
        this.committedIndex = appendedIndex;
        this.appended = found.nextOffset() - 1;
        this.committed = appended;
        LogFiles files = directory.files();
        this.preparer = new Preparer(o.disk(), files, settings.segmentBytes(), meta, o.loop(), new Preparer.Told() {
            @Override
            public void made(Spare spare) {
                if (closed) {
                    spare.close();
                    return;
                }
                placement().made(spare);
                progress();
            }

            @Override
            public void notMade(String why) {
                placement().notMade(why);
                letGo();
                progress();
            }
        });
        this.placement = new Placement(settings, found, o.spares(), meta.highest(), preparer::make);
        Segment active = placement.active();
        this.committedSegment = active == null ? 0 : active.number();
        this.committedEnd = found.end();
        long synced = active == null ? 0 : LogFormat.mark(active.number(), found.end());
        this.reader = new LogReader(files, o.loop());
        this.snapshots = new Snapshots(
                settings,
                new Snapshotter(o.disk(), files, meta.logId(), o.shadows(), o.loop()),
                found.snapshot(),
                this::letGo);
        this.writer = new LogWriter(o.disk(), files, settings, meta.logId(), synced, o.loop(), new LogWriter.Told() {
            @Override
            public void written(LogWriter.Task last) {
                committedTo(last);
            }

            @Override
            public void failed(String why) {
                fail(why);
            }
        });
    }

    private Placement placement() {
        return placement;
    }

    /**
     * Opens or creates the log, recovers it, and replays it into {@code core}. Blocks.
     *
     * @param shadows makes an empty core, for a snapshot; called on the log's thread
     * @param loop the thread of all further calls and answers
     * @throws LogRefused if it cannot be opened as it is; {@link LogDamaged} if something that was synced is gone
     */
    public static FileLog open(LogSettings settings, Replayed core, Supplier<Replayed> shadows, Executor loop)
            throws IOException, LogRefused {
        if (settings.segmentBytes() < LogSettings.SEGMENT_BYTES_MIN) {
            throw new LogRefused("segmentBytes is " + settings.segmentBytes()
                    + ", but a segment must hold the largest batch: " + LogSettings.SEGMENT_BYTES_MIN + " at least");
        }
        return open(settings, core, shadows, loop, new Disk());
    }

    /** With any size of segment, and files that may fail. */
    static FileLog open(LogSettings settings, Replayed core, Supplier<Replayed> shadows, Executor loop, Disk disk)
            throws IOException, LogRefused {
        Opening opening = Opening.of(settings, core, shadows, loop, disk);
        try {
            FileLog log = new FileLog(opening);
            log.writer.start(log.placement.active());
            log.placement.topUp();
            return log;
        } catch (IOException | RuntimeException e) {
            opening.close();
            throw e;
        }
    }

    // ---- appending

    /** For a batch with this footprint. */
    @Override
    public Room roomFor(int footprintBytes) {
        return room(footprintBytes, Placement.RESERVE, BACKLOG_BYTES_MAX);
    }

    /** For an entry of the core of so many bytes, which may use the reserve, and may wait behind more. */
    @Override
    public Room roomForEntry(int bytes) {
        return room(bytes, 0, 2 * BACKLOG_BYTES_MAX);
    }

    private Room room(int bytes, int spares, long backlogBytesMax) {
        if (failed != null || closed) {
            return Room.FULL;
        }
        int length = LogFormat.aligned(LogFormat.HEADER + bytes);
        if (backlogBytes > 0 && backlogBytes + length > backlogBytesMax) {
            return Room.LATER;
        }
        return placement.room(length, spares);
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        if (first != appended + 1 || last < first - 1) {
            throw new IllegalStateException(
                    "append of " + first + ".." + last + " behind " + appended + " would leave a hole");
        }
        if (failed != null || closed) {
            batch.release();
            return;
        }
        long timeMs = batch.count() == 0 ? 0 : batch.time(batch.first());
        put(LogFormat.KIND_MESSAGES, 0, batch.retainedSlice(), last);
        placement.newest(timeMs);
        if (last < first) {
            batch.release();
        } else {
            recent.add(new LogEntry(first, last, batch));
        }
    }

    /** Adds an entry of the core. Takes over the caller's reference. */
    @Override
    public void appendEntry(ByteBuf entry) {
        if (failed != null || closed) {
            entry.release();
            return;
        }
        put(LogFormat.KIND_ENTRY, 0, entry, appended);
    }

    private void put(int kind, int flags, @Nullable ByteBuf body, long last) {
        int length = LogFormat.HEADER + (body == null ? 0 : body.readableBytes());
        Placement.Place place = placement.take(length, appendedIndex + 1, appended + 1);
        appendedIndex++;
        writer.write(new LogWriter.Task(
                place.segment(),
                place.begins(),
                place.channel(),
                place.position(),
                length,
                kind,
                flags,
                appendedIndex,
                appended + 1,
                last,
                body));
        appended = last;
        backlogBytes += LogFormat.aligned(length);
    }

    // ---- progress

    private void committedTo(LogWriter.Task last) {
        committedIndex = last.index();
        committed = last.last();
        committedSegment = last.segment();
        committedEnd = last.position() + LogFormat.aligned(last.length());
        backlogBytes = placement.bytesBehind(committedSegment, committedEnd);
        trim();
        if (!closed) {
            snapshots.closed(placement.segments(), committedSegment);
            letGo();
        }
        progress();
    }

    private void fail(String why) {
        failed = why;
        LOG.error("the log takes nothing more until it is opened anew: {}", why);
        progress();
    }

    private void progress() {
        if (!closed) {
            onCommitted.run();
        }
    }

    private void trim() {
        while (!recent.isEmpty()
                && recent.bytes() > settings.recentBytesMax()
                && recent.oldest().last() <= committed) {
            recent.removeOldest();
        }
    }

    /** Called on the loop when more is committed, when there may be room again, and when the log has failed. */
    @Override
    public void onCommitted(Runnable then) {
        onCommitted = then;
    }

    /** Index of the last frame appended; 0 when there is none. */
    @Override
    public long appendedIndex() {
        return appendedIndex;
    }

    /** Index of the last frame committed. */
    @Override
    public long committedIndex() {
        return committedIndex;
    }

    @Override
    public long committed() {
        return committed;
    }

    /** Why nothing is written any more; null while all is well. */
    @Override
    public @Nullable String failed() {
        return failed;
    }

    /** Why no segment can be made at present; null if one can. */
    public @Nullable String full() {
        return placement.full();
    }

    @Override
    public int percentFull() {
        return placement.percentFull();
    }

    @Override
    public boolean isFull() {
        return placement.full() != null;
    }

    /** Whether a segment is being made, for tests that look at the files. */
    boolean making() {
        return placement.making();
    }

    @Override
    public Durability durability() {
        return settings.fsync() == Fsync.ALWAYS ? Durability.SYNCED : Durability.STORED;
    }

    // ---- reading

    @Override
    public long first() {
        return placement.first(appended + 1);
    }

    /** The lowest offset in the recent window; {@code committed() + 1} when it is empty. */
    public long windowFirst() {
        return recent.isEmpty() ? committed + 1 : Math.min(recent.oldest().first(), committed + 1);
    }

    /** Only of the recent window: null below it too. */
    @Override
    public @Nullable LogEntry at(long offset) {
        return offset > committed ? null : recent.at(offset);
    }

    private LogView view() {
        return new LogView(placement.segments(), committed, committedSegment, committedEnd);
    }

    /** Reads whole batches from this offset on, from disk; {@code bytesMax} is passed only by a single one. */
    @Override
    public void read(long from, int bytesMax, Consumer<LogPiece> then) {
        reader.read(view(), from, bytesMax, then);
    }

    @Override
    public void chain(long offset, int steps, LongConsumer then) {
        reader.chain(view(), offset, steps, then);
    }

    @Override
    public void offsetAtTime(long epochMs, LongConsumer then) {
        reader.offsetAtTime(view(), epochMs, then);
    }

    // ---- what is kept

    /** Retires whole segments below the offset; those that the newest snapshot needs, once there is a newer one. */
    @Override
    public void free(long below) {
        freeBelow = Math.max(freeBelow, below);
        letGo();
    }

    private void letGo() {
        if (closed) {
            return;
        }
        long lowest = placement.retire(freeBelow, snapshots.needs(), committedSegment);
        if (lowest > 0) {
            recent.removeBelow(Math.min(first(), committed + 1));
            reader.retire(lowest, () -> preparer.retire(lowest));
        }
        if (isFull() && placement.holdsMore(freeBelow, committedSegment)) {
            snapshots.needed(placement.segments(), committedSegment);
        }
    }

    /** The lowest offset to keep by age, bytes and count, where a segment begins; {@link #first()} if all is kept. */
    @Override
    public long expired(long nowMs) {
        return placement.expired(nowMs, committed);
    }

    /** Bytes of the segment files in use. */
    @Override
    public long bytes() {
        return placement.bytes();
    }

    /** Time of the newest message that was there at the start; 0 if there was none. */
    public long startTimeMs() {
        return startTimeMs;
    }

    /** Makes a snapshot behind the closed segments, if there is anything new in them. */
    public void snapshotNow() {
        snapshots.now(placement.segments(), committedSegment);
    }

    /** Index of the last frame in the newest snapshot; 0 without one. */
    public long snapshotIndex() {
        return snapshots.index();
    }

    @Override
    public Epoch epoch() {
        return new Epoch(meta.logId(), (int) meta.newest().generation());
    }

    /** Whether a reader that has all below {@code offset} of that epoch misses nothing if it goes on here. */
    @Override
    public boolean isGood(Epoch epoch, long offset) {
        if (epoch.logId() != meta.logId()) {
            return false;
        }
        boolean known = false;
        for (Generation g : meta.generations()) {
            if (g.generation() == epoch.generation()) {
                known = true;
            } else if (known) {
                return offset < g.first();
            }
        }
        return known;
    }

    @Override
    public long anewFrom(Epoch epoch) {
        long from = first();
        if (epoch.logId() == meta.logId()) {
            for (Generation g : meta.generations()) {
                if (g.generation() > epoch.generation()) {
                    return Math.max(from, g.first());
                }
            }
        }
        return from;
    }

    /** Writes and syncs all that waits and a clean mark; blocks for that. What it answers later is for nobody. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (failed == null && placement.room(LogFormat.HEADER, 0) == Room.YES) {
            put(LogFormat.KIND_MARK, LogFormat.FLAG_CLEAN, null, appended);
        }
        closed = true;
        writer.close();
        snapshots.close();
        reader.close();
        preparer.close();
        placement.close();
        while (!recent.isEmpty()) {
            recent.removeOldest();
        }
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("{}", e.toString());
        }
    }
}
