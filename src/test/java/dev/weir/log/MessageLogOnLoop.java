package dev.weir.log;

import dev.weir.message.BatchView;

/** Waits for room before it appends, as the queue would by keeping batches back. */
record MessageLogOnLoop(FileLog log, LogStand stand) implements MessageLog {
    @Override
    public boolean hasRoom(int footprintBytes) {
        try {
            stand.until(() -> log.roomFor(footprintBytes) == Room.YES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return log.hasRoom(footprintBytes);
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        hasRoom(batch.footprint());
        log.append(batch, first, last);
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
