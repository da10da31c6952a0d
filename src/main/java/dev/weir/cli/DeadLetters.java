package dev.weir.cli;

import dev.weir.client.From;
import dev.weir.client.Message;
import dev.weir.client.Position;
import dev.weir.client.Subscription;
import dev.weir.client.WeirClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a dead-letter topic up to where the log ended when it began. */
final class DeadLetters {
    private final WeirClient client;
    private final String topic;
    private final Position head;

    private DeadLetters(WeirClient client, String topic, Position head) {
        this.client = client;
        this.topic = topic;
        this.head = head;
    }

    /** A subscription to what comes next holds, so whatever is not to come to it is there already. */
    static DeadLetters open(WeirClient client, String topic) throws ToolFailure, InterruptedException {
        try (Subscription next = client.subscribe(topic, From.newest(), message -> {})) {
            return new DeadLetters(client, topic, Calls.get(next.started()));
        }
    }

    /** The offset of the newest message of the whole log; 0 for none. */
    long head() {
        return head.offset();
    }

    /** Hands on all from that place, in order, on the client's thread, until one is enough: then the taker says false. */
    void read(From from, Predicate<Message> taker) throws ToolFailure, InterruptedException {
        if (head.offset() == 0) {
            return;
        }
        CompletableFuture<Void> enough = new CompletableFuture<>();
        try (Subscription all = client.subscribe(topic, from, message -> {
            boolean wanted = message.offset() <= head.offset() && !enough.isDone();
            if (wanted && !taker.test(message)) {
                enough.complete(null);
            }
        })) {
            CompletableFuture<?> first = CompletableFuture.anyOf(enough, all.reached(head));
            Calls.get(first);
        }
    }

    /** The newest, of whichever group. */
    @Nullable
    Message newest() throws ToolFailure, InterruptedException {
        AtomicReference<@Nullable Message> last = new AtomicReference<>();
        read(From.last(1), message -> {
            last.set(message);
            return true;
        });
        return last.get();
    }
}
