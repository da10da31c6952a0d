package dev.weir.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The account of a work queue: what was published, delivered, acknowledged and buried, as the clients saw it, and what in that breaks a promise.
 * Any thread.
 */
public final class WorkAccount {
    private static final int FAULTS_MAX = 20;

    /** What is known of one message. */
    private static final class Work {
        String key = "";
        int deliveries;
        int acking;
        int acked;
        int dead;
        boolean published;
    }

    private final boolean ordered;
    private final Map<Long, Work> works = new HashMap<>();

    /** Of each key the messages that were delivered and are not being acknowledged, by offset, with their numbers. */
    private final Map<String, TreeMap<Long, Long>> open = new HashMap<>();

    private final Map<String, Long> furthest = new HashMap<>();
    /** Offsets that were not acknowledged when a later one of their key was delivered: they must be dead. And that later one. */
    private final Map<Long, Long> passed = new HashMap<>();

    private final Map<Long, Long> numbers = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long redeliveries;
    private long done;

    /** @param ordered whether the group promises the order of keys */
    public WorkAccount(boolean ordered) {
        this.ordered = ordered;
    }

    private Work work(long number) {
        return works.computeIfAbsent(number, none -> new Work());
    }

    private void fault(String what) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(what);
        }
    }

    /** Its publisher was told that it is stored. */
    public synchronized void published(long number) {
        work(number).published = true;
    }

    public synchronized void delivered(long number, long offset, String key, int attempt, boolean redelivered) {
        Work work = work(number);
        work.key = key;
        numbers.put(offset, number);
        if (work.acked > 0) {
            fault("message " + number + " comes again and was acknowledged");
        }
        if (work.deliveries++ > 0) {
            redeliveries++;
            if (!redelivered && attempt == 1) {
                fault("message " + number + " comes again and does not say so");
            }
        } else if (ordered) {
            Long before = furthest.put(key, offset);
            if (before != null && before > offset) {
                fault("offset " + offset + " of " + key + " comes first after " + before);
            }
        }
        TreeMap<Long, Long> ofKey = open.computeIfAbsent(key, none -> new TreeMap<>());
        if (ordered) {
            ofKey.headMap(offset).keySet().forEach(earlier -> passed.putIfAbsent(earlier, offset));
        }
        ofKey.put(offset, number);
    }

    /** An ack is about to be sent. */
    public synchronized void acking(long number, long offset, String key) {
        work(number).acking++;
        TreeMap<Long, Long> ofKey = open.get(key);
        if (ofKey != null) {
            ofKey.remove(offset);
        }
    }

    /** The ack was answered, and was not stale. */
    public synchronized void acked(long number) {
        done++;
        if (work(number).acked++ > 0) {
            fault("message " + number + " was acknowledged twice");
        }
    }

    /** It is among the dead letters. */
    public synchronized void dead(long number) {
        if (work(number).dead++ > 0) {
            fault("message " + number + " is dead twice");
        }
    }

    public synchronized long done() {
        return done;
    }

    public synchronized long redeliveries() {
        return redeliveries;
    }

    public synchronized long deadCount() {
        return works.values().stream().filter(work -> work.dead > 0).count();
    }

    /** When all is over: what was wrong. */
    public synchronized List<String> faults() {
        works.forEach((number, work) -> {
            if (work.dead > 0 && work.acked > 0) {
                fault("message " + number + " was acknowledged and is dead");
            } else if (work.published && work.dead == 0 && work.acking == 0) {
                fault("message " + number + " is neither acknowledged nor dead, after " + work.deliveries
                        + " deliveries");
            }
        });
        passed.forEach((earlier, later) -> {
            Long number = numbers.get(earlier);
            if (number == null || work(number).dead == 0) {
                fault("offset " + later + " came before " + earlier + " of its key was done");
            }
        });
        return List.copyOf(faults);
    }
}
