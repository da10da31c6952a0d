package dev.weir.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The console client of the original system: subscribes, publishes, shows what comes. */
public final class Demo {
    private static final long CLOSE_MS_MAX = 2_000;

    private Demo() {}

    /**
     * Runs until {@code exit}, the end of input, or a failure, and returns the exit code: 0, 1 for a connection that
     * failed, 2 for wrong options. Blocks the calling thread, which must not be an event loop. A daemon thread may
     * stay behind in a read of {@code in}.
     */
    public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(args, System.getenv(), in, out, err);
    }

    static int run(List<String> args, Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
        if (args.contains("--help")) {
            out.print(DemoOptions.HELP);
            out.flush();
            return 0;
        }
        Screen screen = new Screen(out, err);
        try {
            converse(DemoOptions.parse(args, env), in, screen);
            return 0;
        } catch (UsageError e) {
            screen.problem(e.words() + "; --help tells more");
            return 2;
        } catch (DemoFailure e) {
            screen.problem(e.words());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            screen.problem("interrupted");
            return 1;
        }
    }

    private static void converse(DemoOptions options, InputStream in, Screen screen)
            throws DemoFailure, InterruptedException {
        // Bounded from both sides: one line is asked for at a time, and sockets pause while much is unhandled.
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            ServiceSocket subscriber = ServiceSocket.open(vertx, options.subscribe(), options, events);
            ServiceSocket publisher = ServiceSocket.open(vertx, options.publish(), options, events);
            TypedLines lines = new TypedLines(in, events);
            lines.start();
            new Conversation(events, lines, publisher, subscriber, screen).run();
            publisher.close();
            subscriber.close();
        } finally {
            close(vertx);
        }
    }

    /** Waits only a little: a service that has closed but keeps TCP open would hold it for ever. */
    private static void close(Vertx vertx) throws InterruptedException {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Its threads are daemons and hold nothing that matters.
        }
    }
}
