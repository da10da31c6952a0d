package dev.weir.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Questions about groups and changes to them, on one connection that opens at the first. {@link #ask} may be called by any
 * thread; the rest is the loop's.
 */
final class GroupCalls implements LineUser {
    private static final int OPEN_MAX = 1_000;

    private final long limitMs;
    private final ScheduledExecutorService loop;
    private final Executor confirms;
    private final Told told;
    private final Map<Long, Call> open = new LinkedHashMap<>();
    private @Nullable Line line;
    private @Nullable WeirException end;
    private String epoch = "";
    private long lastId;

    /** Writes a request, once its number and the log's epoch are known. */
    interface Request {
        String frame(long id, String epoch);
    }

    /** One that is not answered. Owned by the loop, but for its future. */
    private static final class Call {
        private final Request request;
        private final boolean changes;
        private final CompletableFuture<ServerFrame> future = new CompletableFuture<>();
        private boolean sent;
        private int tries;

        Call(Request request, boolean changes) {
            this.request = request;
            this.changes = changes;
        }

        /** 100 ms, doubling up to 5 s. */
        long nextDelayMs() {
            return Math.min(5_000, 100L << Math.min(6, tries++));
        }
    }

    GroupCalls(long limitMs, ScheduledExecutorService loop, Executor confirms, Told told) {
        this.limitMs = limitMs;
        this.loop = loop;
        this.confirms = confirms;
        this.told = told;
    }

    void use(Line way) {
        line = way;
    }

    /**
     * Asks, and asks again what the server refuses for the moment.
     *
     * @param changes whether it changes something: then it is not sent again after a lost connection, since nobody knows
     *     whether it was done
     * @return the answer; fails with a {@link WeirException}
     */
    CompletableFuture<ServerFrame> ask(Request request, boolean changes) {
        Call call = new Call(request, changes);
        loop.execute(() -> accept(call));
        if (loop.isShutdown()) {
            call.future.completeExceptionally(Publisher.closedHere());
        }
        return call.future;
    }

    private void accept(Call call) {
        if (end != null || line == null) {
            finish(call, end == null ? Publisher.closedHere() : end);
            return;
        }
        if (open.size() >= OPEN_MAX) {
            finish(call, WeirException.here(WeirException.TOO_MANY, true, "too many calls without an answer"));
            return;
        }
        long id = ++lastId;
        open.put(id, call);
        line.start();
        send(id, call);
        var unused = loop.schedule(() -> timeOut(id), limitMs, TimeUnit.MILLISECONDS);
    }

    private void send(long id, Call call) {
        if (line != null && line.isOpen()) {
            call.sent = true;
            line.send(call.request.frame(id, epoch));
        }
    }

    private void timeOut(long id) {
        Call call = open.remove(id);
        if (call != null) {
            finish(call, WeirException.here(WeirException.TIMEOUT, true, "not answered within " + limitMs + " ms"));
        }
    }

    @Override
    public void opened(ServerFrame.Welcome welcome) {
        epoch = welcome.epoch();
        open.forEach(this::send);
    }

    @Override
    public void received(List<ServerFrame> frames, int size) {
        for (ServerFrame frame : frames) {
            if (frame instanceof ServerFrame.Failure failure) {
                failure(failure);
            } else if (frame instanceof ServerFrame.Groups groups) {
                answered(groups.id(), groups);
            } else if (frame instanceof ServerFrame.GroupChanged changed) {
                answered(changed.id(), changed);
            } else if (frame instanceof ServerFrame.Left left) {
                answered(left.id(), left);
            }
        }
    }

    private void answered(long id, ServerFrame answer) {
        Call call = open.remove(id);
        if (call != null) {
            confirms.execute(() -> call.future.complete(answer));
        }
    }

    private void failure(ServerFrame.Failure failure) {
        Call call = open.get(failure.id());
        if (call == null) {
            told.problem(failure.problem());
        } else if (failure.problem().isRetryable()) {
            call.sent = false;
            var unused = loop.schedule(
                    () -> {
                        if (open.containsKey(failure.id()) && !call.sent) {
                            send(failure.id(), call);
                        }
                    },
                    call.nextDelayMs(),
                    TimeUnit.MILLISECONDS);
        } else {
            open.remove(failure.id());
            finish(call, failure.problem());
        }
    }

    private void finish(Call call, WeirException why) {
        confirms.execute(() -> call.future.completeExceptionally(why));
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void lost() {
        open.values().removeIf(call -> {
            boolean unknown = call.sent && call.changes;
            if (unknown) {
                finish(
                        call,
                        WeirException.here(
                                WeirException.LOST, true, "the connection was lost; it may have been done or not"));
            }
            call.sent = false;
            return unknown;
        });
    }

    @Override
    public void failed(WeirException why) {
        end = why;
        open.values().forEach(call -> finish(call, why));
        open.clear();
    }
}
