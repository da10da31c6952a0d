package dev.weir.launcher;

import ch.qos.logback.classic.Level;
import dev.weir.cluster.ClusterProblem;
import dev.weir.cluster.Clustering;
import dev.weir.config.ClusterConfig;
import dev.weir.web.drain.DrainRegistry;
import dev.weir.web.drain.Leaving;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service, or all, in one Vert.x of this process.
 *
 * <p>Vert.x's application class does the starting, the stopping on SIGTERM and most exit codes. Added here: how Vert.x
 * is set up, errors in one line instead of stack traces (its own are switched off in logback.xml), a limit on stopping.
 */
final class Application extends VertxApplication implements VertxApplicationHooks {
    /** Beyond the drain: what undeploying and closing may take before the process is halted. */
    private static final long CLOSE_LIMIT_MS = 1_500;

    /** A loop held for longer is worth a line in the log; less happens on a crowded machine. */
    private static final long LOOP_HELD_MS_MAX = 500;

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private final Service service;
    private final JsonObject config;
    private final @Nullable ClusterConfig cluster;
    private final PrintStream err;
    /** Set on the main thread by a hook, read there after {@link #launch()}. */
    private @Nullable Failure failure;
    /** Set on the main thread once all is up, read by the JVM's shutdown hook. */
    private volatile boolean running;

    /** What it ends with if stopping takes too long. */
    private volatile int exitCode = ExitCode.TERMINATED;

    /** @param cluster null when it is to be alone */
    Application(
            Service service, String className, JsonObject config, @Nullable ClusterConfig cluster, PrintStream err) {
        super(cluster == null ? new String[] {className} : new String[] {className, "-cluster"}, null, false, false);
        this.service = service;
        this.config = config;
        this.cluster = cluster;
        this.err = err;
    }

    /** Starts it. On success the process lives on by Vert.x's threads; else the reason has been said. */
    int start() {
        int code = launch();
        if (code == ExitCode.OK) {
            return code;
        }
        Failure known = failure;
        if (known == null) {
            err.println("weir: " + service.word() + " did not start");
            return code;
        }
        known.lines().forEach(line -> err.println("weir: " + line));
        return known.exitCode();
    }

    @Override
    public JsonObject afterConfigParsed(@Nullable JsonObject ignored) {
        return config;
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        options.setEventLoopPoolSize(eventLoops())
                .setBlockedThreadCheckInterval(LOOP_HELD_MS_MAX)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LOOP_HELD_MS_MAX)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        VertxBuilder builder = Vertx.builder().with(options);
        if (cluster != null) {
            try {
                builder = Clustering.prepare(builder, options, cluster, service.roles());
            } catch (ClusterProblem e) {
                failure = new Failure(ExitCode.USAGE, List.of(Line.clean(String.valueOf(e.getMessage()))));
                throw new IllegalStateException(e);
            }
        }
        Transport epoll = Transport.EPOLL;
        return epoll != null && epoll.available() ? builder.withTransport(epoll) : builder;
    }

    /**
     * Loading classes holds a loop for longer than a message ever may, and harms nobody yet: logback.xml keeps the
     * watch over the loops quiet until here.
     */
    @Override
    public void afterVerticleDeployed(HookContext context) {
        running = true;
        if (LoggerFactory.getLogger(BlockedThreadChecker.LOGGER_NAME) instanceof ch.qos.logback.classic.Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }

    @Override
    public void afterVertxStarted(HookContext context) {
        DrainRegistry.of(context.vertx()).timeoutMs(drainTimeoutMs());
        Leaving.by(context.vertx(), this::leave);
        Clustering.onStopped(context.vertx(), this::leave);
    }

    /** The shutdown hook closes Vert.x, and waits for loops of which one may be calling here. */
    private void leave(String why) {
        err.println("weir: " + service.word() + " cannot go on: " + Line.clean(why));
        exitCode = ExitCode.CANNOT_GO_ON;
        Thread leaving = new Thread(() -> System.exit(ExitCode.CANNOT_GO_ON), "weir-leaving");
        leaving.start();
    }

    @Override
    public void afterFailureToStartVertx(HookContext context, @Nullable Throwable thrown) {
        failure =
                new Failure(ExitCode.VERTX, Failure.of(service, config, thrown).lines());
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable thrown) {
        log.debug("{} did not start", service.word(), thrown);
        failure = Failure.of(service, config, thrown);
        awaitClose(context.vertx());
    }

    /** What did start may have opened a log by now: leave it time to close. */
    private void awaitClose(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(drainTimeoutMs(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Not closed after a failed start", e);
        }
    }

    @Override
    public void beforeStoppingVertx(HookContext context) {
        if (running) {
            log.info("stopping, which takes at most {} ms", drainTimeoutMs() + CLOSE_LIMIT_MS);
        }
        HaltTimer.start(drainTimeoutMs() + CLOSE_LIMIT_MS, () -> exitCode);
    }

    private int eventLoops() {
        Object value = config.getValue("eventLoops");
        boolean isGiven = value instanceof Integer n && n >= 1;
        return isGiven ? (Integer) value : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private long drainTimeoutMs() {
        Object limits = config.getValue("limits");
        Object value = limits instanceof JsonObject json ? json.getValue("drainTimeoutMs") : null;
        return value instanceof Integer n && n >= 0 ? n : DrainRegistry.DEFAULT_TIMEOUT_MS;
    }
}
