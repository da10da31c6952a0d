package dev.weir.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Acks and nacks on their way. Equal answers go out together: those that come within one turn of the loop, and those that
 * gather while {@link #FRAMES_MAX} frames wait for the server. Owned by the loop.
 */
final class Answers {
    static final int TAGS_MAX = 1_000;
    static final int FRAMES_MAX = 4;

    private static final long AGAIN_MS = 100;

    private final String group;
    private final ScheduledExecutorService loop;
    private final LongSupplier ids;
    private final Consumption consumption;
    private final Told told;
    private final Map<Answer, List<Held>> waiting = new LinkedHashMap<>();
    private final Map<Long, Sent> unconfirmed = new LinkedHashMap<>();
    private @Nullable Line line;
    private boolean flushing;
    /** Counts connections, so that what was delayed on an earlier one is not sent. */
    private int life;

    private record Sent(Answer answer, List<Held> all, long nanos) {}

    Answers(String group, ScheduledExecutorService loop, LongSupplier ids, Consumption consumption, Told told) {
        this.group = group;
        this.loop = loop;
        this.ids = ids;
        this.consumption = consumption;
        this.told = told;
    }

    void use(Line way) {
        line = way;
    }

    void add(Answer answer, Held held) {
        waiting.computeIfAbsent(answer, one -> new ArrayList<>()).add(held);
        if (!flushing) {
            flushing = true;
            // Behind the ends of other handlers that wait for the loop already.
            loop.execute(() -> {
                flushing = false;
                flush();
            });
        }
    }

    private void flush() {
        while (unconfirmed.size() < FRAMES_MAX && !waiting.isEmpty()) {
            Map.Entry<Answer, List<Held>> first = waiting.entrySet().iterator().next();
            List<Held> all = first.getValue();
            if (all.size() <= TAGS_MAX) {
                waiting.remove(first.getKey());
                send(first.getKey(), all);
            } else {
                List<Held> part = all.subList(0, TAGS_MAX);
                send(first.getKey(), List.copyOf(part));
                part.clear();
            }
        }
    }

    private void send(Answer answer, List<Held> all) {
        long id = ids.getAsLong();
        unconfirmed.put(id, new Sent(answer, all, System.nanoTime()));
        if (line != null) {
            line.finish(GroupFrames.answer(
                    id, group, answer, all.stream().map(Held::tag).toList()));
        }
    }

    /** False if the frame was none of these. */
    boolean settled(ServerFrame.Settled reply) {
        Sent sent = unconfirmed.remove(reply.id());
        if (sent == null) {
            return false;
        }
        Set<Long> vain = new HashSet<>(reply.stale());
        List<Held> stale =
                sent.all().stream().filter(held -> vain.contains(held.tag())).toList();
        consumption.settled(sent.all().size() - stale.size());
        stale.forEach(this::inVain);
        flush();
        return true;
    }

    /** What is refused for the moment is sent again. False if the frame was none of these. */
    boolean refused(ServerFrame.Failure failure) {
        Sent sent = unconfirmed.remove(failure.id());
        if (sent == null) {
            return false;
        }
        if (failure.problem().isRetryable()) {
            int mine = life;
            unconfirmed.put(failure.id(), sent);
            var unused = loop.schedule(() -> again(failure.id(), sent, mine), AGAIN_MS, TimeUnit.MILLISECONDS);
        } else {
            told.problem(failure.problem());
            sent.all().forEach(this::inVain);
            flush();
        }
        return true;
    }

    private void again(long id, Sent sent, int since) {
        if (life == since && unconfirmed.remove(id) != null) {
            send(sent.answer(), sent.all());
        }
    }

    /** A handler ended and nobody is told, or it was told in vain. */
    void inVain(Held held) {
        consumption.wasStale();
        told.stale(group, held.delivery().message().offset());
    }

    /** The connection is gone: tags mean nothing on another, and what was not confirmed may come again. */
    void lost() {
        life++;
        waiting.values().forEach(all -> all.forEach(this::inVain));
        unconfirmed.values().forEach(sent -> sent.all().forEach(this::inVain));
        waiting.clear();
        unconfirmed.clear();
    }

    boolean isIdle() {
        return waiting.isEmpty() && unconfirmed.isEmpty();
    }

    /** Whether the server owes a confirm for longer than that. */
    boolean isOverdue(long nowNanos, long limitMs) {
        Iterator<Sent> oldest = unconfirmed.values().iterator();
        return oldest.hasNext() && nowNanos - oldest.next().nanos() > TimeUnit.MILLISECONDS.toNanos(limitMs);
    }
}
