package dev.weir.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A running subscription. Any thread may use it. */
public final class Subscription implements AutoCloseable {
    private final String filter;
    private final Runnable closing;
    private final CompletableFuture<Position> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Position position;
    private volatile boolean closed;

    Subscription(String filter, Runnable closing) {
        this.filter = filter;
        this.closing = closing;
    }

    public String filter() {
        return filter;
    }

    /** Done when the server has taken the subscription: what is published from then on comes. Fails as {@link #ended}. */
    public CompletableFuture<Position> started() {
        return started.copy();
    }

    /**
     * Done when it is closed, here or with the client; fails with a {@link WeirException} when it cannot go on: wrong
     * password, no right, the server does not want us back.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** How far messages have been handled; null before the server has taken the subscription. */
    public @Nullable Position position() {
        return position;
    }

    /** No message is handed on after this, but for one whose handling has begun. Does not block. */
    @Override
    public void close() {
        closed = true;
        closing.run();
        ended.complete(null);
    }

    boolean isClosed() {
        return closed;
    }

    void startedAt(Position first) {
        position = first;
        started.complete(first);
    }

    void handled(Position last) {
        position = last;
    }

    void failed(WeirException why) {
        started.completeExceptionally(why);
        ended.completeExceptionally(why);
    }
}
