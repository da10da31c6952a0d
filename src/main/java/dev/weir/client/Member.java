package dev.weir.client;

import dev.weir.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of a consumption, on a connection of its own: joins the group, again after each loss, and passes
 * deliveries, answers and leases to those who know about them. Owned by the loop, but for {@link #handle}.
 */
final class Member implements LineUser {
    private static final long LEFT_MS_MAX = 1_000;

    private final Consumption consumption;
    private final ConsumeOptions options;
    private final DeliveryHandler handler;
    private final long answerMsMax;
    private final ScheduledExecutorService loop;
    private final Executor calls;
    private final Told told;
    private final Hand hand;
    private final Leases leases;
    private final Answers answers;

    private MemberState state = MemberState.STAYING;
    private @Nullable Line line;
    private @Nullable Future<?> ticks;
    private String epoch = "";
    private boolean wasIn;
    private boolean in;
    private int leaseMs;
    private long lastId;
    private long joinId;
    private long leaveId;

    Member(
            Consumption consumption,
            DeliveryHandler handler,
            long answerMsMax,
            ScheduledExecutorService loop,
            Executor calls,
            Told told) {
        this.consumption = consumption;
        options = consumption.options();
        this.handler = handler;
        this.answerMsMax = answerMsMax;
        this.loop = loop;
        this.calls = calls;
        this.told = told;
        hand = new Hand(options.maxInFlight());
        leases = new Leases(group(), this::nextId, hand, options.extendMsMax());
        answers = new Answers(group(), loop, this::nextId, consumption, told);
    }

    private String group() {
        return options.ask().name();
    }

    private long nextId() {
        return ++lastId;
    }

    void use(Line way) {
        line = way;
        answers.use(way);
        way.start();
    }

    @Override
    public void opened(ServerFrame.Welcome welcome) {
        epoch = welcome.epoch();
        if (state == MemberState.STAYING) {
            join(wasIn);
        }
    }

    private void join(boolean again) {
        joinId = nextId();
        if (line != null) {
            line.send(again ? GroupFrames.consumeAgain(joinId, options) : GroupFrames.consume(joinId, options, epoch));
        }
    }

    // ---- what the server says

    @Override
    public void received(List<ServerFrame> frames, int size) {
        for (ServerFrame frame : frames) {
            take(frame);
        }
        begin();
        step();
    }

    private void take(ServerFrame frame) {
        if (frame instanceof ServerFrame.Delivered delivered) {
            delivered(new Held(delivered.delivery(), System.nanoTime()));
        } else if (frame instanceof ServerFrame.Settled reply) {
            if (!answers.settled(reply)) {
                leases.settled(reply);
            }
        } else if (frame instanceof ServerFrame.TakenIn reply) {
            takenIn(reply.joined());
        } else if (frame instanceof ServerFrame.Missing missing) {
            told.groupGap(group(), missing.gap());
        } else if (frame instanceof ServerFrame.Left left) {
            left(left);
        } else if (frame instanceof ServerFrame.Failure failure) {
            failure(failure);
        }
    }

    private void delivered(Held held) {
        if (in && state == MemberState.STAYING && !hand.add(held)) {
            answers.inVain(held);
        }
    }

    private void takenIn(Joined joined) {
        in = true;
        wasIn = true;
        leaseMs = joined.leaseMs();
        stopTicks();
        long everyMs = Math.max(1, leaseMs / 4);
        ticks = loop.scheduleAtFixedRate(this::tick, everyMs, everyMs, TimeUnit.MILLISECONDS);
        consumption.startedAs(joined);
    }

    private void tick() {
        if (!in || line == null) {
            return;
        }
        leases.extend(line, leaseMs);
        if (answers.isOverdue(System.nanoTime(), answerMsMax)) {
            line.again("acks were not answered for " + answerMsMax + " ms");
        }
    }

    private void left(ServerFrame.Left left) {
        if (left.id() == leaveId && state == MemberState.LEAVING) {
            end();
        } else if (left.id() < 0 && state == MemberState.STAYING) {
            fail(
                    left.reason().equals("rights")
                            ? refusal(ErrorCode.FORBIDDEN, "the right to consume from the group is gone")
                            : refusal(ErrorCode.UNKNOWN_GROUP, "the group " + group() + " was deleted"));
        }
    }

    private static WeirException refusal(ErrorCode code, String words) {
        return new WeirException(code.number(), code.word(), code.retryable(), "the server says: " + words);
    }

    private void failure(ServerFrame.Failure failure) {
        WeirException why = failure.problem();
        if (failure.id() == joinId && state == MemberState.STAYING && line != null) {
            if (why.isRetryable()) {
                line.retry(why);
            } else if (wasIn
                    && why.code() == ErrorCode.UNKNOWN_GROUP.number()
                    && options.ask().filter() != null) {
                // A log in memory forgets its groups with the queue's process: made anew, as at the beginning.
                wasIn = false;
                join(false);
            } else {
                fail(why);
            }
        } else if (failure.id() == leaveId && state == MemberState.LEAVING) {
            end();
        } else if (!answers.refused(failure) && !leases.refused(failure, leaseMs)) {
            told.problem(why);
        }
    }

    // ---- handlers

    private void begin() {
        for (Held next = hand.begin(); next != null; next = hand.begin()) {
            Held held = next;
            calls.execute(() -> handle(held));
        }
    }

    /** On the thread for calls. Whatever a handler throws is its failure and told to the group. */
    @SuppressWarnings("CatchingUnchecked")
    private void handle(Held held) {
        CompletionStage<?> done;
        try {
            done = handler.handle(held.delivery());
            if (done == null) {
                done = CompletableFuture.failedFuture(new IllegalStateException("the handler returned null"));
            }
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            done = CompletableFuture.failedFuture(e);
        }
        CompletionStage<?> unused =
                done.whenComplete((nothing, problem) -> loop.execute(() -> handled(held, Answer.of(problem))));
    }

    private void handled(Held held, @Nullable Answer answer) {
        hand.end(held);
        if (answer != null && (held.isStale() || !in)) {
            answers.inVain(held);
        } else if (answer != null) {
            answers.add(answer, held);
        }
        begin();
        step();
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    // ---- the end

    /** Begins to leave; done when the consumption has ended. */
    void leave() {
        if (state != MemberState.STAYING) {
            return;
        }
        state = state.to(MemberState.DRAINING);
        hand.dropWaiting();
        later(options.closeMsMax(), () -> {
            if (state == MemberState.DRAINING) {
                sayLeave();
            }
        });
        step();
    }

    /** All handlers have ended and their answers are confirmed: now nothing is lost by leaving. */
    private void step() {
        if (state == MemberState.DRAINING && hand.isIdle() && answers.isIdle()) {
            sayLeave();
        }
    }

    private void sayLeave() {
        state = state.to(MemberState.LEAVING);
        if (!in || line == null) {
            end();
            return;
        }
        leaveId = nextId();
        line.finish(GroupFrames.leave(leaveId, group(), false));
        later(LEFT_MS_MAX, this::end);
    }

    private void end() {
        if (over()) {
            consumption.left();
        }
    }

    private void fail(WeirException why) {
        if (over()) {
            consumption.failed(why);
        }
    }

    /** False if it was so before. */
    private boolean over() {
        if (state == MemberState.ENDED) {
            return false;
        }
        state = state.to(MemberState.ENDED);
        gone();
        var unused = (line == null ? CompletableFuture.<Void>completedFuture(null) : line.close())
                .thenRun(consumption::isOver);
        return true;
    }

    @Override
    public void lost() {
        gone();
        if (state == MemberState.LEAVING) {
            end();
        } else {
            step();
        }
    }

    /** What was bound to the connection. */
    private void gone() {
        in = false;
        stopTicks();
        hand.lost();
        leases.lost();
        answers.lost();
    }

    @Override
    public void failed(WeirException why) {
        fail(why);
    }

    private void stopTicks() {
        if (ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
    }

    private void later(long delayMs, Runnable work) {
        var unused = loop.schedule(work, delayMs, TimeUnit.MILLISECONDS);
    }
}
