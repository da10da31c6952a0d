package dev.weir.cli;

import dev.weir.client.Delivery;
import dev.weir.client.DeliveryHandler;
import dev.weir.client.Message;
import dev.weir.client.Nack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs a command for each delivery, by {@code sh -c}, some at once: the data on its stdin, the rest in its environment. What
 * it prints goes where ours goes.
 */
final class ExecHandler implements DeliveryHandler, AutoCloseable {
    private final String command;
    private final PrintStream err;
    private final ExecutorService pool;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::stopAll, "weir-exec-stop");

    ExecHandler(String command, int parallel, PrintStream err) {
        this.command = command;
        this.err = err;
        pool = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "weir-exec");
            thread.setDaemon(true);
            return thread;
        });
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public CompletionStage<?> handle(Delivery delivery) {
        return CompletableFuture.runAsync(() -> run(delivery), pool);
    }

    private void run(Delivery delivery) {
        long offset = delivery.message().offset();
        try {
            int code = exitCode(delivery);
            if (code != 0) {
                Tool.say(err, "weir consume", "offset " + offset + ": exit " + code);
                throw Nack.because("exit " + code);
            }
        } catch (IOException | IllegalArgumentException e) {
            Tool.say(err, "weir consume", "offset " + offset + ": cannot run the command (" + e.getMessage() + ")");
            throw Nack.because("cannot run the command");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Nack.because("stopped");
        }
    }

    private int exitCode(Delivery delivery) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Message message = delivery.message();
        Map<String, String> env = builder.environment();
        env.put("WEIR_GROUP", delivery.group());
        env.put("WEIR_TOPIC", message.topic());
        env.put("WEIR_OFFSET", Long.toString(message.offset()));
        env.put("WEIR_ATTEMPT", Integer.toString(delivery.attempt()));
        String key = message.key();
        if (key == null) {
            env.remove("WEIR_KEY");
        } else {
            env.put("WEIR_KEY", key);
        }
        Process process = builder.start();
        running.add(process);
        try {
            feed(process, message.data());
            return process.waitFor();
        } finally {
            stop(process);
            running.remove(process);
        }
    }

    /** A command need not read what it is given. */
    private static void feed(Process process, byte[] data) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(data);
        } catch (IOException e) {
            // It has closed its stdin; its exit code says whether that is well.
        }
    }

    private static void stop(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private void stopAll() {
        running.forEach(ExecHandler::stop);
    }

    /** Stops what still runs. */
    @Override
    public void close() {
        pool.shutdownNow();
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // It is being run.
        }
    }
}
