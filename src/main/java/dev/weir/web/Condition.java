package dev.weir.web;

import org.jspecify.annotations.Nullable;

/** How a service is doing. Asked on its loop, for each health check. */
@FunctionalInterface
public interface Condition {
    /** Why it is not ready for clients; null when it is. */
    @Nullable
    String unready();

    /** What somebody should look after while it is ready; null when all is well. */
    default @Nullable String concern() {
        return null;
    }
}
