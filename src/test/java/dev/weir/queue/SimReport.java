package dev.weir.queue;

/** What happened in one run. */
final class SimReport {
    int crashes;
    int lostTails;
    int failedAppends;
    int duplicates;
    int resentBatches;
    int snapshots;
    int refusedBatches;
    int deadLetters;
    int keyRedeliveries;
    int memberLosses;
    long stored;

    boolean isEnough(int each) {
        return crashes >= each
                && lostTails >= each
                && failedAppends >= each
                && duplicates >= each
                && deadLetters >= each
                && keyRedeliveries >= each
                && memberLosses >= each;
    }

    @Override
    public String toString() {
        return stored + " messages, " + crashes + " crashes, " + lostTails + " lost tails, " + failedAppends
                + " failed appends, " + duplicates + " duplicates, " + resentBatches + " batches sent again, "
                + refusedBatches + " batches refused, " + snapshots + " snapshots, " + deadLetters + " dead letters, "
                + keyRedeliveries
                + " redeliveries in order of a key, " + memberLosses + " members lost";
    }
}
