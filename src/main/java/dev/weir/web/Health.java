package dev.weir.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health/live}: 200 while the loop turns. {@code /health/ready}: 200 when new clients are welcome, else 503
 * with the reason. Each answer is the last of its connection. Neither asks for a password and neither tells anything else.
 */
final class Health {
    /** Why the service is not ready; null when it is. */
    private final Supplier<@Nullable String> unready;

    Health(Supplier<@Nullable String> unready) {
        this.unready = unready;
    }

    void mount(Router router) {
        router.get("/health/live").handler(context -> answer(context, 200, "live"));
        router.get("/health/ready").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        String reason = unready.get();
        answer(context, reason == null ? 200 : 503, reason == null ? "ready" : reason);
    }

    private static void answer(RoutingContext context, int status, String text) {
        Answers.send(context.request(), status, text);
    }
}
