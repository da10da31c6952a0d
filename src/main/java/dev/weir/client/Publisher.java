package dev.weir.client;

import dev.weir.message.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with confirms. Each publish has a number; what is unanswered when a connection is lost is sent again on the
 * next one under the same numbers, in their order, so the log stores it once.
 *
 * <p>{@link #publish} may be called by any thread; the rest, and all fields but the room, are the loop's.
 */
final class Publisher implements LineUser {
    /** How often the oldest are looked at: a publish fails so much later than its limit at most. */
    private static final long SWEEP_MS = 50;
    /** Number, producer and id, at their longest beside the producer's name. */
    private static final int NUMBER_BYTES_MAX = 80;

    private final ClientOptions options;
    private final ScheduledExecutorService loop;
    private final Executor confirms;
    private final Told told;
    private final Room room;
    private final String quotedProducer;

    private final TreeMap<Long, Pending> unconfirmed = new TreeMap<>();
    private @Nullable Line line;
    private @Nullable WeirException end;
    private long nextSeq;
    private int frameBytesMax = Integer.MAX_VALUE;

    Publisher(ClientOptions options, ScheduledExecutorService loop, Executor confirms, Told told) {
        this.options = options;
        this.loop = loop;
        this.confirms = confirms;
        this.told = told;
        room = new Room(options.unconfirmedMax(), options.unconfirmedBytesMax());
        quotedProducer = Json.quoted(options.producer());
        nextSeq = options.firstSeq();
    }

    /** Once, before the first publish. */
    void use(Line way) {
        line = way;
        var unused = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    CompletableFuture<Published> publish(Publication publication) {
        Topic topic = Topic.parse(publication.topic());
        if (topic == null || !topic.isNativePublishable()) {
            return refused("not a topic to publish to: 1 to 255 bytes, no '+', no '#', no '$' at the start");
        }
        if (!publication.isBinary() && !Json.isValue(publication.data())) {
            return refused("the data is not one JSON value");
        }
        String frame = ClientFrames.publish(publication);
        int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
        if (!room.couldTake(bytes)) {
            return refused("larger than unconfirmedBytesMax");
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.publishTimeoutMs());
        if (!enter(bytes)) {
            return CompletableFuture.failedFuture(WeirException.here(
                    WeirException.TOO_MANY, true, "too many unconfirmed publishes; wait for some of them"));
        }
        Pending pending = new Pending(frame, publication.seq(), bytes, deadline);
        loop.execute(() -> accept(pending));
        if (loop.isShutdown()) {
            // It may have come too late for the loop.
            pending.future().completeExceptionally(closedHere());
        }
        return pending.future();
    }

    private boolean enter(int bytes) {
        boolean mayWait = options.whenFull() == WhenFull.WAIT && !OwnThread.makesRoom();
        try {
            return mayWait ? room.take(bytes, options.publishTimeoutMs()) : room.tryTake(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void accept(Pending pending) {
        if (end != null || line == null) {
            finish(pending, end == null ? closedHere() : end);
            return;
        }
        long seq = pending.ownSeq() == 0 ? nextSeq : pending.ownSeq();
        if (unconfirmed.containsKey(seq)) {
            finish(
                    pending,
                    new WeirException(
                            400,
                            WeirException.BAD_REQUEST,
                            false,
                            "number " + seq + " was published and not confirmed"));
            return;
        }
        nextSeq = Math.max(nextSeq, seq + 1);
        pending.number(quotedProducer, seq);
        unconfirmed.put(seq, pending);
        line.start();
        send(seq, pending);
    }

    private void send(long seq, Pending pending) {
        if (pending.bytes() + NUMBER_BYTES_MAX + quotedProducer.length() > frameBytesMax) {
            unconfirmed.remove(seq);
            finish(
                    pending,
                    new WeirException(
                            413, "tooLarge", false, "larger than the server's limit of " + frameBytesMax + " bytes"));
        } else if (line != null) {
            line.send(pending.frame());
        }
    }

    @Override
    public void opened(ServerFrame.Welcome welcome) {
        frameBytesMax = welcome.maxFrameBytes();
        List.copyOf(unconfirmed.entrySet()).forEach(one -> send(one.getKey(), one.getValue()));
    }

    @Override
    public void received(List<ServerFrame> frames, int size) {
        for (ServerFrame frame : frames) {
            if (frame instanceof ServerFrame.Confirm confirm) {
                Pending pending = unconfirmed.remove(confirm.id());
                if (pending != null) {
                    finish(pending, future -> future.complete(confirm.published()));
                }
            } else if (frame instanceof ServerFrame.Failure failure) {
                failure(failure);
            }
        }
    }

    private void failure(ServerFrame.Failure failure) {
        Pending pending = unconfirmed.get(failure.id());
        if (pending == null) {
            told.problem(failure.problem());
        } else if (failure.problem().isRetryable()) {
            var unused = loop.schedule(
                    () -> {
                        if (unconfirmed.containsKey(failure.id())) {
                            send(failure.id(), pending);
                        }
                    },
                    pending.nextDelayMs(),
                    TimeUnit.MILLISECONDS);
        } else {
            unconfirmed.remove(failure.id());
            finish(pending, failure.problem());
        }
    }

    /** Looks at all, since numbers that a program chose need not rise with time. */
    private void sweep() {
        long now = System.nanoTime();
        Iterator<Pending> all = unconfirmed.values().iterator();
        while (all.hasNext()) {
            Pending pending = all.next();
            if (pending.isDue(now)) {
                all.remove();
                finish(
                        pending,
                        WeirException.here(
                                WeirException.TIMEOUT,
                                true,
                                "not confirmed within " + options.publishTimeoutMs() + " ms; it may be stored or not"));
            }
        }
    }

    private void finish(Pending pending, WeirException why) {
        finish(pending, future -> future.completeExceptionally(why));
    }

    private void finish(Pending pending, Consumer<CompletableFuture<Published>> how) {
        room.give(pending.bytes());
        confirms.execute(() -> how.accept(pending.future()));
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void lost() {
        // What is unanswered waits for the next connection.
    }

    @Override
    public void failed(WeirException why) {
        end = why;
        List<Pending> all = new ArrayList<>(unconfirmed.values());
        unconfirmed.clear();
        all.forEach(pending -> finish(pending, why));
    }

    static WeirException closedHere() {
        return WeirException.here(WeirException.CLOSED, false, "the client was closed");
    }

    private static CompletableFuture<Published> refused(String words) {
        return CompletableFuture.failedFuture(new WeirException(400, WeirException.BAD_REQUEST, false, words));
    }
}
