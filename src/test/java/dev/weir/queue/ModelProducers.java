package dev.weir.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchResult.Odd;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The producers of a {@link CoreModel}: every number that ever was, with its offset. */
final class ModelProducers {
    record Outcome(MemberStatus status, long offset) {}

    private static final int PRODUCERS = 3;

    private final List<Map<Long, Long>> offsets = new ArrayList<>();
    private final long[] highest = new long[PRODUCERS];

    ModelProducers() {
        for (int i = 0; i < PRODUCERS; i++) {
            offsets.add(new HashMap<>());
        }
    }

    BatchView batch(LinkId link, long seq, int count, SplittableRandom random) {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        for (int i = 0; i < count; i++) {
            int p = random.nextInt(PRODUCERS);
            byte[] parts = ("a\u0001u" + p).getBytes(UTF_8);
            long sequence = sequence(highest[p], random);
            byte[] payload = "x".getBytes(UTF_8);
            writer.message(parts, new int[] {1, 0, 0, parts.length - 1}, sequence, false, payload, 0, 1);
        }
        return writer.finish(seq, 0);
    }

    private static long sequence(long highest, SplittableRandom random) {
        long at =
                switch (random.nextInt(8)) {
                    case 0 -> highest - random.nextInt(80);
                    case 1 -> highest - random.nextInt(5_000);
                    case 2 -> highest - SequenceBits.WINDOW - 2 + random.nextInt(4);
                    case 3 -> highest + 1 + random.nextInt(random.nextInt(10) == 0 ? 9_000 : 70);
                    default -> highest + 1;
                };
        return Math.max(0, at); // 0 is none: such a message is stored however often it comes
    }

    /** What must become of the members of a batch when {@code next} is the next offset; remembers it. */
    List<Outcome> expect(BatchView batch, long next) {
        List<Outcome> expected = new ArrayList<>();
        long offset = next;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            int p = batch.bytes().getByte(batch.producerAt(m) + 2) - '0';
            long sequence = batch.sequence(m);
            Long before = offsets.get(p).get(sequence);
            if (sequence > 0 && highest[p] - sequence > SequenceBits.WINDOW) {
                expected.add(new Outcome(MemberStatus.TOO_OLD, 0));
            } else if (sequence > 0 && before != null) {
                boolean kept = highest[p] - sequence < RecentOffsets.KEPT;
                expected.add(new Outcome(MemberStatus.DUPLICATE, kept ? before : 0));
            } else {
                if (sequence > 0) {
                    // A number that came late, when its offset was out of reach already, has none that is known.
                    boolean late = highest[p] - sequence >= RecentOffsets.KEPT;
                    offsets.get(p).put(sequence, late ? 0 : offset);
                    highest[p] = Math.max(highest[p], sequence);
                }
                expected.add(new Outcome(MemberStatus.STORED, offset++));
            }
        }
        return expected;
    }

    /** Holds the stamps against what was expected; the members that are not stored, as a result says them. */
    static String check(BatchView batch, List<Outcome> expected) {
        List<Odd> odd = new ArrayList<>();
        int member = 0;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            Outcome outcome = expected.get(member);
            boolean stored = outcome.status() == MemberStatus.STORED;
            CoreModel.check(batch.refused(m) != stored, "member " + member + " for " + outcome);
            CoreModel.check(batch.offset(m) == outcome.offset(), "offset " + batch.offset(m) + " for " + outcome);
            CoreModel.check(
                    batch.duplicate(m) == (outcome.status() == MemberStatus.DUPLICATE), "duplicate for " + outcome);
            if (!stored) {
                odd.add(new Odd(member, outcome.status(), outcome.offset()));
            }
            member++;
        }
        return odd.toString();
    }
}
