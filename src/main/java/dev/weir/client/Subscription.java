package dev.weir.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A running subscription. Any thread may use it. */
public final class Subscription implements AutoCloseable {
    private final String filter;
    private final Runnable closing;
    private final CompletableFuture<Position> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Goal> goals = new CopyOnWriteArrayList<>();
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

    /**
     * Done, on the client's thread for calls, when everything up to that place has been handled, or is known not to match or
     * not to be had; also when the log has begun a new life meanwhile, where the place means nothing. With the place of
     * {@link #started} of another subscription from {@link From#newest}, that is all there was then. Fails as {@link #ended},
     * and when it is closed.
     */
    public CompletableFuture<Void> reached(Position place) {
        Goal goal = new Goal(place, new CompletableFuture<>());
        goals.add(goal);
        look();
        var unused = ended.whenComplete((nothing, problem) -> {
            goals.remove(goal);
            goal.future().completeExceptionally(problem == null ? Publisher.closedHere() : problem);
        });
        return goal.future().copy();
    }

    /** A place that somebody waits for. */
    private record Goal(Position place, CompletableFuture<Void> future) {
        boolean isReachedAt(Position now) {
            return now.offset() >= place.offset() || !now.epoch().equals(place.epoch());
        }
    }

    private void look() {
        Position now = position;
        if (now == null || goals.isEmpty()) {
            return;
        }
        List<Goal> reached =
                goals.stream().filter(goal -> goal.isReachedAt(now)).toList();
        goals.removeAll(reached);
        reached.forEach(goal -> goal.future().complete(null));
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
        look();
        started.complete(first);
    }

    void handled(Position last) {
        position = last;
        look();
    }

    void failed(WeirException why) {
        started.completeExceptionally(why);
        ended.completeExceptionally(why);
    }
}
