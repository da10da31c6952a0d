package dev.weir.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/**
 * {@code /health/live}: 200 while the loop turns. {@code /health/ready}: 200 when new clients are welcome, with the word
 * {@code degraded} and what is wrong if somebody should look after it; else 503 with the reason. Each answer is the last of its connection. Neither asks for a password and neither tells anything else.
 */
final class Health {
    private final BooleanSupplier draining;
    private final Condition condition;

    Health(BooleanSupplier draining, Condition condition) {
        this.draining = draining;
        this.condition = condition;
    }

    void mount(Router router) {
        router.get("/health/live").handler(context -> answer(context, 200, "live"));
        router.get("/health/ready").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        String reason = draining.getAsBoolean() ? "shutting down" : condition.unready();
        String concern = reason == null ? condition.concern() : null;
        if (reason != null) {
            answer(context, 503, reason);
        } else {
            answer(context, 200, concern == null ? "ready" : "degraded: " + concern);
        }
    }

    private static void answer(RoutingContext context, int status, String text) {
        Answers.send(context.request(), status, text);
    }
}
