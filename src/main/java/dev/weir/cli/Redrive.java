package dev.weir.cli;

import dev.weir.client.ConsumeOptions;
import dev.weir.client.Consumption;
import dev.weir.client.Delivery;
import dev.weir.client.From;
import dev.weir.client.GroupInfo;
import dev.weir.client.Published;
import dev.weir.client.WeirClient;
import dev.weir.client.WeirException;
import dev.weir.message.GroupSettings;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Consumes dead letters and publishes each again, one after another, acked once it is confirmed. One at a time: the log
 * remembers numbers only so far below a producer's highest, and offsets that lie far apart would fall out of that. Blocks
 * the calling thread, which owns it.
 */
final class Redrive {
    private static final long LOOK_EVERY_MS = 250;

    private final WeirClient client;
    private final String group;
    private final String name;
    private final @Nullable String to;
    private final int perSecond;
    private final @Nullable Long count;

    /** Bounded by what the group lets be in flight. */
    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();

    private volatile boolean stopping;

    private long redriven;
    private long before;
    private long nextNanos = System.nanoTime();

    private record Taken(Delivery delivery, CompletableFuture<Void> answer) {}

    /**
     * @param name of the group that keeps the place
     * @param to null for the original topics
     * @param perSecond 0 for no limit
     * @param count null for no limit
     */
    Redrive(WeirClient client, String group, String name, @Nullable String to, int perSecond, @Nullable Long count) {
        this.client = client;
        this.group = group;
        this.name = name;
        this.to = to;
        this.perSecond = perSecond;
        this.count = count;
    }

    /**
     * Does it.
     *
     * @param exists whether the group that keeps the place is there: then it stays as it is
     * @param last the newest dead letter that is to be redriven
     */
    void run(String topic, boolean exists, long last) throws Exception {
        ConsumeOptions.Builder ask = ConsumeOptions.builder(name).maxInFlight(1);
        if (!exists) {
            // What is stopped in the middle is an attempt too, and must not become a dead letter of the redriving.
            ask.filter(topic)
                    .from(From.earliest())
                    .maxAttempts(GroupSettings.ATTEMPTS_MAX)
                    .backoffMs(List.of());
        }
        try (Consumption consumption = client.consume(ask.build(), this::taken)) {
            try {
                Calls.get(consumption.started());
                takeAll(consumption.ended(), last);
            } finally {
                stopping = true;
                taken.forEach(one -> one.answer().cancel(false));
            }
        }
    }

    /** On the client's thread for calls. What comes when all is over goes back without a word. */
    private CompletableFuture<Void> taken(Delivery delivery) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        taken.add(new Taken(delivery, answer));
        if (stopping) {
            answer.cancel(false);
        }
        return answer;
    }

    private void takeAll(CompletableFuture<Void> ended, long last) throws Exception {
        while (count == null || redriven < count) {
            Taken next = taken.poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            if (ended.isDone()) {
                Calls.get(ended);
            }
            if (next == null ? isDone(last) : !take(next, last, ended)) {
                return;
            }
        }
    }

    private boolean isDone(long last) throws Exception {
        GroupInfo now = GroupsCommand.one(client, name);
        return now.lag() == 0 || now.offset() > last;
    }

    /** False for one that died after the beginning. */
    private boolean take(Taken one, long last, CompletableFuture<Void> ended) throws Exception {
        long offset = one.delivery().message().offset();
        DeadLetter dead = DeadLetter.of(one.delivery().message(), group);
        try {
            if (offset > last) {
                return false;
            }
            if (dead != null) {
                awaitTurn(ended);
                publish(dead);
            }
            one.answer().complete(null);
            return true;
        } finally {
            one.answer().cancel(false);
        }
    }

    private void publish(DeadLetter dead) throws ToolFailure, InterruptedException {
        try {
            Published published =
                    client.publish(dead.again(to == null ? dead.topic() : to)).get();
            if (published.duplicate()) {
                before++;
            } else {
                redriven++;
            }
        } catch (ExecutionException e) {
            WeirException why = e.getCause() instanceof WeirException known ? known : null;
            throw new ToolFailure("offset " + dead.message().offset() + " was not redriven, nor what lies behind it: "
                    + (why == null ? String.valueOf(e.getCause()) : advice(why)));
        }
    }

    private static String advice(WeirException why) {
        return switch (why.name()) {
            case WeirException.BAD_REQUEST, "badTopic" -> why.words() + "; --to TOPIC --count 1 redrives it elsewhere";
            case "tooOld" -> why.words() + "; one behind it was redriven before it: does another redrive run?";
            default -> ServerOptions.advice(why);
        };
    }

    /** Returns when the rate allows the next one, or the consumption has ended. */
    private void awaitTurn(CompletableFuture<Void> ended) throws InterruptedException, ToolFailure {
        if (perSecond == 0) {
            return;
        }
        long now = System.nanoTime();
        long due = Math.max(now, nextNanos);
        nextNanos = due + TimeUnit.SECONDS.toNanos(1) / perSecond;
        try {
            ended.get(due - now, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // It is its turn.
        } catch (ExecutionException e) {
            throw Calls.failure(e.getCause());
        }
    }

    String summary() {
        return redriven + " redriven" + (before == 0 ? "" : "; " + before + " had been redriven before");
    }
}
