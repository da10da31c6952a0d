package dev.weir.queue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** A client that numbers its messages and publishes again what it was told nothing good of. */
final class SimClient {
    final String name;
    final ArrayDeque<SimMessage> again = new ArrayDeque<>();
    private long nextSequence = 1;
    private int published;

    SimClient(String name) {
        this.name = name;
    }

    SimMessage next(long id, String topic, SplittableRandom random) {
        if (random.nextInt(40) == 0) {
            nextSequence += random.nextInt(random.nextInt(4) == 0 ? 6_000 : 20); // numbers may be left out
        }
        published++;
        return new SimMessage(id, topic, this, nextSequence++);
    }

    boolean isOld() {
        return published > 150;
    }

    /** Whether the number may be too far below the highest to be remembered. */
    boolean mayBeTooOld(long sequence) {
        return nextSequence - 1 - sequence > SequenceBits.WINDOW;
    }
}
