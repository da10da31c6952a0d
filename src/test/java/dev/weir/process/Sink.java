package dev.weir.process;

/** A subscriber in a torture, with a journal. Connects again by itself and goes on where it was. */
interface Sink extends AutoCloseable {
    long received();

    /** It has everything up to this offset. */
    long reached();

    /** Throws if it has broken down. */
    void check();

    /** Ends its journal, too. */
    @Override
    void close();
}
