package dev.weir.cli;

import dev.weir.client.Delivery;
import dev.weir.client.DeliveryHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets a number of deliveries through to a handler and says when all of them have ended. Any thread. */
final class Tally implements DeliveryHandler {
    private final @Nullable Long max;
    private final DeliveryHandler handler;
    private final Runnable enough;
    private long begun;
    private long ended;

    /** @param max null for any number */
    Tally(@Nullable Long max, DeliveryHandler handler, Runnable enough) {
        this.max = max;
        this.handler = handler;
        this.enough = enough;
    }

    @Override
    public CompletionStage<?> handle(Delivery delivery) throws Exception {
        if (!begin()) {
            CompletableFuture<Void> none = new CompletableFuture<>();
            none.cancel(false);
            return none;
        }
        CompletionStage<?> done;
        try {
            done = handler.handle(delivery);
        } catch (Exception e) {
            done = CompletableFuture.failedFuture(e);
        }
        return done.whenComplete((nothing, problem) -> end());
    }

    private synchronized boolean begin() {
        if (max != null && begun == max) {
            return false;
        }
        begun++;
        return true;
    }

    private void end() {
        if (isLast()) {
            enough.run();
        }
    }

    private synchronized boolean isLast() {
        ended++;
        return max != null && ended == max;
    }

    /** Whether nothing runs. */
    synchronized boolean isIdle() {
        return begun == ended;
    }
}
