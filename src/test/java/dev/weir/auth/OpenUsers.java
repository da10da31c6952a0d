package dev.weir.auth;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.weir.auth.AuthRefused.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** {@link Users} on an event loop of their own, asked from the test's thread; time stands still unless it is moved. */
final class OpenUsers implements AutoCloseable {
    final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    /** Read while others still log. */
    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

    private final AppenderBase<ILoggingEvent> logged = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event);
        }
    };
    private Users users;

    OpenUsers() {
        logged.start();
        logger().addAppender(logged);
    }

    OpenUsers open(AuthSettings settings) throws Exception {
        return open(settings, 2);
    }

    OpenUsers open(AuthSettings settings, int verifiers) throws Exception {
        users = await(onLoop(() -> Users.open(vertx, settings, verifiers, nowMs::get)));
        return this;
    }

    /** Runs this on the loop that owns the users. */
    <T> T onLoop(Callable<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                done.complete(work.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    Users users() {
        return users;
    }

    Future<User> begin(String user, String password, String address) throws Exception {
        return onLoop(() -> users.verify(new Credentials(user, password), address));
    }

    User login(String user, String password) throws Exception {
        return await(begin(user, password, "10.0.0.1"));
    }

    Reason refusal(String user, String password, String address) throws Exception {
        return refusal(begin(user, password, address));
    }

    Reason refusal(String user, String password) throws Exception {
        return refusal(user, password, "10.0.0.1");
    }

    static Reason refusal(Future<User> login) throws Exception {
        try {
            throw new AssertionError("let in: " + await(login).name());
        } catch (ExecutionException e) {
            return ((AuthRefused) e.getCause()).reason();
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    long verifications() throws Exception {
        return onLoop(users::verificationsStarted);
    }

    List<String> logLines() {
        return lines.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(AuthFiles.class);
    }

    @Override
    public void close() {
        logger().detachAppender(logged);
        try {
            if (users != null) {
                await(onLoop(users::close));
            }
            await(vertx.close());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
