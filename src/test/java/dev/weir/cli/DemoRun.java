package dev.weir.cli;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.StandIn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A demo on a thread of its own, typed at and read by a test. */
final class DemoRun implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PipedOutputStream typing;
    private final FutureTask<Integer> exit;
    private final Thread thread;

    private DemoRun(InputStream in, PipedOutputStream typing, List<String> args) {
        this.typing = typing;
        exit = new FutureTask<>(() -> Demo.run(
                args,
                Map.of(),
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
        thread = new Thread(exit, "demo-under-test");
        thread.setDaemon(true);
        thread.start();
    }

    /** With {@code input} on its stdin, which ends there. */
    static DemoRun piped(String input, String... args) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        return new DemoRun(new ByteArrayInputStream(bytes), new PipedOutputStream(), List.of(args));
    }

    /** With a stdin that stays open. */
    static DemoRun typed(String... args) throws IOException {
        PipedOutputStream typing = new PipedOutputStream();
        return new DemoRun(new PipedInputStream(typing, 1 << 16), typing, List.of(args));
    }

    /** The options that lead to two stand-ins, and more. */
    static String[] to(StandIn publisher, StandIn subscriber, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--publish-url=wss://127.0.0.1:" + publisher.port() + "/publish",
                "--subscribe-url=wss://localhost:" + subscriber.port() + "/subscribe"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    void type(String text) throws IOException {
        typing.write(text.getBytes(StandardCharsets.UTF_8));
        typing.flush();
    }

    void awaitOut(String expected) {
        Eventually.equal("stdout", expected, this::out);
    }

    void awaitErr(String part) {
        Eventually.until("stderr with " + part, () -> err().contains(part));
    }

    int exitCode() throws InterruptedException, ExecutionException {
        try {
            return exit.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("still running; stdout: " + out() + " stderr: " + err(), e);
        }
    }

    boolean endsWithin(Duration limit) throws InterruptedException, ExecutionException {
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
