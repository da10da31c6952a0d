package dev.weir.log;

import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Waits for room before it appends, as the queue would by keeping batches back. */
record MessageLogOnLoop(FileLog log, LogStand stand) implements MessageLog {
    @Override
    public Room roomFor(int footprintBytes) {
        try {
            stand.until(() -> log.roomFor(footprintBytes) == Room.YES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return log.roomFor(footprintBytes);
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        roomFor(batch.footprint());
        log.append(batch, first, last);
    }

    @Override
    public Room roomForEntry(int bytes) {
        return log.roomForEntry(bytes);
    }

    @Override
    public void appendEntry(ByteBuf entry) {
        log.appendEntry(entry);
    }

    @Override
    public long appendedIndex() {
        return log.appendedIndex();
    }

    @Override
    public long committedIndex() {
        return log.committedIndex();
    }

    @Override
    public void onCommitted(Runnable then) {
        log.onCommitted(then);
    }

    @Override
    public String failed() {
        return log.failed();
    }

    @Override
    public boolean isFull() {
        return log.isFull();
    }

    @Override
    public Durability durability() {
        return log.durability();
    }

    @Override
    public Epoch epoch() {
        return log.epoch();
    }

    @Override
    public boolean isGood(Epoch epoch, long offset) {
        return log.isGood(epoch, offset);
    }

    @Override
    public long anewFrom(Epoch epoch) {
        return log.anewFrom(epoch);
    }

    @Override
    public void chain(long offset, int steps, LongConsumer then) {
        log.chain(offset, steps, then);
    }

    @Override
    public void offsetAtTime(long epochMs, LongConsumer then) {
        log.offsetAtTime(epochMs, then);
    }

    @Override
    public void read(long from, int bytesMax, Consumer<LogPiece> then) {
        log.read(from, bytesMax, then);
    }

    @Override
    public long expired(long nowMs) {
        return log.expired(nowMs);
    }

    @Override
    public long committed() {
        return log.committed();
    }

    @Override
    public long first() {
        return log.first();
    }

    @Override
    public LogEntry at(long offset) {
        return log.at(offset);
    }

    @Override
    public void free(long below) {
        log.free(below);
    }

    @Override
    public long bytes() {
        return log.bytes();
    }

    @Override
    public void close() {
        log.close();
    }
}
