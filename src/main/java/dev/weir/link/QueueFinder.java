package dev.weir.link;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Tells where the queue is now, for a link whose config does not. Called on the edge's loop. */
public interface QueueFinder {
    /** The address, {@code wss://host:port}; null while no queue is known. */
    @Nullable
    URI find();

    /** What to call when the answer has changed to another address. */
    void onFound(Runnable task);

    /** What edges with an address in their config, or a queue beside them, have. */
    QueueFinder NONE = new QueueFinder() {
        @Override
        public @Nullable URI find() {
            return null;
        }

        @Override
        public void onFound(Runnable task) {
            // it never is
        }
    };
}
