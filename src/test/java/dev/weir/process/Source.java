package dev.weir.process;

/** A publisher in a torture, with a journal. Connects again by itself, and brings all that is not confirmed then. */
interface Source extends AutoCloseable {
    /** Publishes the next so many; waits while too many are unconfirmed. One thread. */
    void publish(int count) throws InterruptedException;

    long sent();

    long confirmed();

    /** The highest offset that was confirmed. */
    long newest();

    /** Throws if it has broken down. */
    void check();

    /** Ends its journal, too. */
    @Override
    void close();
}
