package dev.weir.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other processes that want to be the queue, as a queue that is starting sees them. Owned by its loop. */
final class Rivals {
    private static final String QUEUE = "msgqueue";

    /** When it was last heard, and whether it has asked long enough and will be the queue. */
    private record Heard(long nanos, boolean chosen) {}

    private final Nodes nodes;
    private final long freshNanos;
    private final Map<String, Heard> asking = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    /** @param freshMs who was not heard for so long does not ask any more */
    Rivals(Nodes nodes, long freshMs) {
        this.nodes = nodes;
        this.freshNanos = TimeUnit.MILLISECONDS.toNanos(freshMs);
    }

    /** Somebody asks. */
    void heard(String node, boolean chosen, long nowNanos) {
        gone.remove(node);
        asking.put(node, new Heard(nowNanos, chosen));
    }

    /** A process has no queue any more, nor wants to. */
    void gone(String node) {
        asking.remove(node);
        gone.add(node);
    }

    /** Whether one that asks goes first: it is chosen, or its id is smaller. */
    boolean goesFirst(long nowNanos) {
        for (Map.Entry<String, Heard> other : asking.entrySet()) {
            boolean first = other.getValue().chosen() || other.getKey().compareTo(nodes.self()) < 0;
            if (first && asks(other.getKey(), nowNanos)) {
                return true;
            }
        }
        return false;
    }

    private boolean asks(String node, long nowNanos) {
        Heard last = asking.get(node);
        return last != null && nowNanos - last.nanos() < freshNanos && nodes.lives(node);
    }

    /** A process that is to run a queue and neither asks nor has said that it is gone: it is one that hangs, or that has just come. */
    @Nullable
    String silent(long nowNanos) {
        for (Map.Entry<String, String> node : nodes.roles().entrySet()) {
            String id = node.getKey();
            boolean isQueue = List.of(node.getValue().split(",")).contains(QUEUE);
            if (isQueue && !id.equals(nodes.self()) && !gone.contains(id) && !asks(id, nowNanos)) {
                return id;
            }
        }
        return null;
    }
}
