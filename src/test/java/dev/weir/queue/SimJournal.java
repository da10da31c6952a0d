package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchView;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was committed, written down from the disk itself, and what everybody was told, held against it at once. */
final class SimJournal {
    /** The message at each offset from 1 on. */
    private final List<Long> ids = new ArrayList<>(List.of(0L));

    private final List<Long> prevs = new ArrayList<>(List.of(0L));
    private final Map<Long, Long> offsets = new HashMap<>();
    private final Map<String, Long> lastOnTopic = new HashMap<>();

    /** A hash of each committed frame's bytes, from index 1 on. */
    private final List<Integer> frames = new ArrayList<>(List.of(0));

    long committedIndex() {
        return frames.size() - 1;
    }

    long lastOffset() {
        return ids.size() - 1;
    }

    void committed(long index, SimLog.Frame frame) {
        check(index == frames.size(), "frame " + index + " is committed behind " + committedIndex());
        frames.add(Arrays.hashCode(frame.bytes()));
        if (frame.batch()) {
            BatchView batch = new BatchView(Unpooled.wrappedBuffer(frame.bytes()));
            for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
                if (batch.refused(m)) {
                    refused(batch, m);
                } else {
                    stored(batch, m);
                }
            }
        }
    }

    private void stored(BatchView batch, int m) {
        long offset = batch.offset(m);
        long id = SimMessage.id(batch, m);
        check(offset == ids.size(), "offset " + offset + " behind " + lastOffset());
        Long before = offsets.put(id, offset);
        check(before == null, "message " + id + " is stored at " + before + " and " + offset);
        String topic = batch.bytes().toString(batch.topicAt(m), batch.topicLength(m), UTF_8);
        Long prev = topic.isEmpty() ? null : lastOnTopic.put(topic, offset);
        check(batch.prev(m) == (prev == null ? 0 : prev), "at " + offset + " prev " + batch.prev(m) + " for " + prev);
        ids.add(id);
        prevs.add(batch.prev(m));
    }

    private void refused(BatchView batch, int m) {
        long offset = batch.offset(m);
        if (batch.duplicate(m) && offset != 0) {
            check(offset < ids.size() && ids.get((int) offset) == SimMessage.id(batch, m), "duplicate of another");
        }
    }

    /** Somebody was told that this message has this offset; 0 for one that is not said. */
    void confirmed(long id, long offset) {
        Long stored = offsets.get(id);
        check(stored != null, "message " + id + " was confirmed and is not committed");
        check(offset == 0 || stored == offset, "message " + id + " was confirmed as " + offset + " and is " + stored);
    }

    void delivered(BatchView batch, int m) {
        long offset = batch.offset(m);
        check(offset <= lastOffset(), "offset " + offset + " was delivered and is not committed");
        check(ids.get((int) offset) == SimMessage.id(batch, m), "another message was delivered as " + offset);
        check(prevs.get((int) offset) == batch.prev(m), "another predecessor was delivered with " + offset);
    }

    /** A client was told that nothing was stored, and nobody sends it again. */
    void neverStored(long id) {
        check(!offsets.containsKey(id), "message " + id + " was refused and is stored");
    }

    /** Every committed frame that is not freed lies there as it was. */
    void checkDisk(SimLog log) {
        check(log.lastIndex() >= committedIndex(), "committed frames are missing");
        for (long index = log.firstIndex(); index <= committedIndex(); index++) {
            check(Arrays.hashCode(log.at(index).bytes()) == frames.get((int) index), "frame " + index + " has changed");
        }
    }
}
