package dev.weir.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A membership of a group: gets deliveries, hands them to a handler, answers them. Any thread may use it. */
public final class Consumption implements AutoCloseable {
    /** For leaving itself, beyond what handlers may take. */
    private static final long LEAVE_MS_MAX = 3_000;

    private final ConsumeOptions options;
    private final Runnable leaving;
    private final Executor confirms;
    /** Apart from the public one: it is not on a thread that the program may hold up. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private final CompletableFuture<Joined> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();

    Consumption(ConsumeOptions options, Runnable leaving, Executor confirms) {
        this.options = options;
        this.leaving = leaving;
        this.confirms = confirms;
    }

    public ConsumeOptions options() {
        return options;
    }

    /** Done when the group has taken it in for the first time. Fails as {@link #ended}. */
    public CompletableFuture<Joined> started() {
        return started.copy();
    }

    /**
     * Done when it has left, here or with the client; fails with a {@link WeirException} when it cannot go on: no right,
     * no such group or another one than was asked for, the group was deleted, the server does not want us back.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** How many acks and nacks the server has taken. */
    public long settled() {
        return settled.get();
    }

    /** How many handlers ended in vain: their connection was lost or their lease was over, and the message comes again. */
    public long stale() {
        return stale.get();
    }

    /**
     * Leaves: begins no more handlers, waits for those that run, at most {@link ConsumeOptions#closeMsMax}, and for the
     * confirms of their acks, so that nothing that was handled comes again. What has not begun goes back to the group.
     * Does not block.
     *
     * @return as {@link #ended}
     */
    public CompletableFuture<Void> leave() {
        leaving.run();
        return ended();
    }

    /** Leaves, and waits until it has; not on the client's own threads. */
    @Override
    public void close() {
        CompletableFuture<Void> left = leave();
        if (OwnThread.isOne()) {
            return;
        }
        try {
            left.get(options.closeMsMax() + LEAVE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Whoever wants to know looks at ended().
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Done on the loop when its connection is gone as well; does not fail. */
    CompletableFuture<Void> over() {
        return over;
    }

    void isOver() {
        over.complete(null);
    }

    void startedAs(Joined joined) {
        confirms.execute(() -> started.complete(joined));
    }

    void settled(int count) {
        settled.addAndGet(count);
    }

    void wasStale() {
        stale.incrementAndGet();
    }

    void left() {
        confirms.execute(() -> {
            started.completeExceptionally(Publisher.closedHere());
            ended.complete(null);
        });
    }

    void failed(WeirException why) {
        confirms.execute(() -> refused(why));
    }

    /** It has not begun, and the client's threads may have ended. */
    void refused(WeirException why) {
        started.completeExceptionally(why);
        ended.completeExceptionally(why);
    }
}
