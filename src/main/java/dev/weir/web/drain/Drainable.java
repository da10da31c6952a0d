package dev.weir.web.drain;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Something with work to finish before its verticle may be undeployed. */
public interface Drainable {
    DrainPhase phase();

    /**
     * Finishes the work. Called once, on the context that registered it. A failure is logged and does not keep the
     * later phases from running; neither does a future that never completes.
     */
    Future<Void> drain();

    static Drainable of(DrainPhase phase, Supplier<Future<Void>> work) {
        return new Drainable() {
            @Override
            public DrainPhase phase() {
                return phase;
            }

            @Override
            public Future<Void> drain() {
                return work.get();
            }
        };
    }
}
