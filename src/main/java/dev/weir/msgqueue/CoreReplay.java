package dev.weir.msgqueue;

import dev.weir.log.Replayed;
import dev.weir.message.BatchView;
import dev.weir.queue.QueueCore;
import io.netty.buffer.ByteBuf;

/** The core, as the log sees it when it is opened and when it makes a snapshot. */
record CoreReplay(QueueCore core) implements Replayed {
    @Override
    public void load(ByteBuf snapshot) {
        core.load(snapshot);
    }

    @Override
    public void batch(BatchView lent) {
        core.replay(lent);
    }

    @Override
    public void entry(ByteBuf lent) {
        core.replayEntry(lent);
    }

    @Override
    public void save(ByteBuf out) {
        core.save(out);
    }
}
