package dev.weir.cluster;

import org.jspecify.annotations.Nullable;

/** A cluster that cannot be joined as the config says; the message says what to do. */
public final class ClusterProblem extends Exception {
    private static final long serialVersionUID = 1;

    ClusterProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
