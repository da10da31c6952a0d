package dev.weir.msgqueue;

import dev.weir.config.LogConfig;
import dev.weir.config.LogStore;
import dev.weir.config.OverflowMode;
import dev.weir.config.PopGroup;
import dev.weir.config.QueueConfig;
import dev.weir.config.ServiceConfig;
import dev.weir.log.FileLog;
import dev.weir.log.Fsync;
import dev.weir.log.LogClock;
import dev.weir.log.LogRefused;
import dev.weir.log.LogSettings;
import dev.weir.log.MemoryLog;
import dev.weir.log.MessageLog;
import dev.weir.log.Room;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.Overflow;
import dev.weir.queue.QueueCore;
import dev.weir.queue.group.Groups;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * A log and the core that was made from it.
 *
 * @param expiryMs the time by which messages age
 */
record Store(MessageLog log, QueueCore core, LongSupplier expiryMs) {
    /** Opens what the config names; blocks. From then on all belongs to the loop. */
    static Store open(ServiceConfig config, EventLoop loop) throws IOException, LogRefused {
        CoreSettings settings = coreSettings(config.queue(), config.log());
        QueueCore core = new QueueCore(settings);
        if (config.log().store() == LogStore.MEMORY) {
            return new Store(new MemoryLog(config.queue().memoryBytesMax()), core, () -> 0);
        }
        FileLog log = FileLog.open(
                logSettings(config), new CoreReplay(core), () -> new CoreReplay(new QueueCore(settings)), loop);
        LogClock clock = new LogClock(System::currentTimeMillis, MsgQueueVerticle::monotonicMs, log.startTimeMs());
        return new Store(log, core, clock::expiryNowMs);
    }

    /** Done when the log has room for the first entry, or none on the disk; called on the loop. */
    Future<Void> ready(Context context) {
        if (log.roomForEntry(1) != Room.LATER) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        log.onCommitted(() -> {
            if (log.roomForEntry(1) != Room.LATER) {
                context.runOnContext(v -> done.tryComplete());
            }
        });
        return done.future();
    }

    private static CoreSettings coreSettings(QueueConfig q, LogConfig log) {
        long popIdleMs =
                q.popGroup() == PopGroup.OFF ? 0 : q.popIdleMs(); // a group that was there before holds nothing
        return new CoreSettings(
                log.store() == LogStore.FILE,
                log.overflow() == OverflowMode.REJECT ? Overflow.REJECT : Overflow.DISCARD_OLDEST,
                q.popGroup() == PopGroup.ON,
                q.popGroup() != PopGroup.OFF,
                q.linkGraceMs(),
                q.ledgerIdleMs(),
                CoreSettings.PRODUCERS_MAX,
                CoreSettings.PRODUCER_IDLE_MS,
                new Groups.Limits(q.linkGraceMs(), q.groupExpireMs(), q.groupUnackedBytesMax(), popIdleMs));
    }

    private static LogSettings logSettings(ServiceConfig config) {
        LogConfig log = config.log();
        Fsync fsync =
                switch (log.fsync()) {
                    case ALWAYS -> Fsync.ALWAYS;
                    case INTERVAL -> Fsync.INTERVAL;
                    case NEVER -> Fsync.NEVER;
                };
        return new LogSettings(
                config.dataDir().resolve("log"),
                fsync,
                log.fsyncIntervalMs(),
                log.segmentBytes(),
                log.recentBytesMax(),
                log.retentionMs(),
                log.retentionBytes(),
                log.retentionMessages(),
                log.hardBytesMax(),
                log.snapshotEveryBytes(),
                log.snapshotEveryMs());
    }
}
