package dev.weir.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process started as a user would. Its output is kept in memory; {@link #close} always kills it, and only it, by
 * its handle.
 */
public final class ProcessUnderTest implements AutoCloseable {
    /** One line per service; group 1 is its name, group 2 its port. */
    public static final Pattern READY = Pattern.compile("^(\\w+) ready on wss?://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final OutputBuffer out = new OutputBuffer();
    private final OutputBuffer err = new OutputBuffer();

    private ProcessUnderTest(Process process) {
        this.process = process;
        out.follow(process.getInputStream(), "stdout-" + process.pid());
        err.follow(process.getErrorStream(), "stderr-" + process.pid());
    }

    /** {@code java -jar} of the jar named by the system property {@code weir.jar}, else target/weir.jar. */
    public static ProcessUnderTest jar(Map<String, String> env, String... args) throws IOException {
        return start(env, command(List.of("-jar", System.getProperty("weir.jar", "target/weir.jar")), args));
    }

    /** A main class on this process's own class path. */
    public static ProcessUnderTest main(String mainClass, Map<String, String> env, String... args) throws IOException {
        // It lives for a moment: compiling well would cost more than it brings.
        return start(
                env,
                command(
                        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), mainClass),
                        args));
    }

    /** Any command; {@code env} is added to this process's environment, WS_CERT_DIR and WEIR_PASSWORD are taken out. */
    public static ProcessUnderTest start(Map<String, String> env, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("WS_CERT_DIR");
        builder.environment().remove("WEIR_PASSWORD");
        builder.environment().putAll(env);
        return new ProcessUnderTest(builder.start());
    }

    private static List<String> command(List<String> what, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // What a jar's manifest or the launcher's script say; a class path has neither.
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(what);
        command.addAll(List.of(args));
        return command;
    }

    /** Waits for a line on stdout, also one that has come already; fails at once when the process has ended without. */
    public Matcher awaitLine(String regex, Duration limit) {
        return await(out, Pattern.compile(regex), limit);
    }

    /** As {@link #awaitLine}, on stderr. */
    public Matcher awaitErrorLine(String regex, Duration limit) {
        return await(err, Pattern.compile(regex), limit);
    }

    private Matcher await(OutputBuffer buffer, Pattern pattern, Duration limit) {
        Matcher[] found = new Matcher[1];
        try {
            Eventually.until("a line " + pattern, limit, () -> {
                // Asked first, so that a line written just before the end is still looked at.
                boolean complete = buffer.complete();
                found[0] = find(buffer, pattern);
                return found[0] != null || complete;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + describe(), e);
        }
        if (found[0] == null) {
            throw new AssertionError("ended without a line " + pattern + "\n" + describe());
        }
        return found[0];
    }

    private static Matcher find(OutputBuffer buffer, Pattern pattern) {
        return buffer.lines().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElse(null);
    }

    /** Waits until {@code services} lines like {@link #READY} have come; ports by service name. */
    public Map<String, Integer> awaitPorts(int services, Duration limit) {
        return awaitPorts(READY, services, limit);
    }

    /** As {@link #awaitPorts(int, Duration)}, with a pattern of one's own. */
    public Map<String, Integer> awaitPorts(Pattern line, int services, Duration limit) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Eventually.until(services + " lines " + line, limit, () -> {
            boolean complete = out.complete();
            out.lines().stream()
                    .map(line::matcher)
                    .filter(Matcher::find)
                    .forEach(found -> ports.put(found.group(1), Integer.parseInt(found.group(2))));
            if (ports.size() < services && complete) {
                throw new AssertionError("ended before it was ready\n" + describe());
            }
            return ports.size() >= services;
        });
        return ports;
    }

    /** Writes to its stdin and flushes. */
    public void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Its stdin; closing it is the end of input. */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /** Kills it with SIGKILL and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end (SIGTERM) and returns at once. By way of the handle: the process's own method closes the pipes. */
    public void sigterm() {
        process.toHandle().destroy();
    }

    /** Sends it a signal by name, such as STOP or CONT. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -s " + name + " failed");
        }
    }

    /** Waits for its end and says the exit code (128 + signal when it was killed); its output is complete then. */
    public int exitCode(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + limit + "\n" + describe());
        }
        Eventually.until("end of its output", () -> out.complete() && err.complete());
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public List<String> stdout() {
        return out.lines();
    }

    public List<String> stderr() {
        return err.lines();
    }

    private String describe() {
        return "stdout: " + out.lines() + "\nstderr: " + err.lines();
    }

    @Override
    public void close() {
        kill9();
    }
}
