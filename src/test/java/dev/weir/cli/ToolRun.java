package dev.weir.cli;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.NativeStandIn;
import dev.weir.testkit.TestCerts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;

/** One command on a thread of its own. */
final class ToolRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final FutureTask<Integer> exit;
    private final Runnable atExit;

    private ToolRun(String name, Map<String, String> env, String input, List<String> args, Runnable atExit) {
        this.atExit = atExit;
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        CommandLine command =
                switch (name) {
                    case "pub" -> new CommandLine(new PubCommand(env, in, outStream, errStream));
                    case "sub" -> new CommandLine(new SubCommand(env, outStream, errStream));
                    case "consume" -> new CommandLine(new ConsumeCommand(env, in, outStream, errStream));
                    case "groups" -> GroupsCommand.line(env, outStream, errStream);
                    case "dead" -> DeadCommand.line(env, outStream, errStream);
                    case "passwd" -> new CommandLine(new PasswdCommand(in, outStream, errStream, null));
                    case "check-config" -> new CommandLine(new CheckConfigCommand(outStream, errStream));
                    case "nodes" -> new CommandLine(new NodesCommand(env, outStream));
                    case "log" -> new CommandLine(new LogCommand(outStream));
                    default -> throw new IllegalArgumentException(name);
                };
        exit = new FutureTask<>(() -> Tool.run(command, args, outStream, errStream));
        Thread thread = new Thread(exit, "tool-under-test");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts a command without any environment. */
    static ToolRun of(String name, String input, String... args) {
        return new ToolRun(name, Map.of(), input, List.of(args), () -> {});
    }

    /** Starts a command that talks to a stand-in and trusts its certificate, which it writes into {@code dir}. */
    static ToolRun at(
            NativeStandIn service, Path dir, Map<String, String> env, String name, String input, String... args) {
        String ca = TestCerts.crtIn(TestCerts.SERVER.copyTo(dir)).toString();
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", service.url(""), "--ca", ca));
        return new ToolRun(name, env, input, all, service.service()::answerCloses);
    }

    /** Whoever serves it is to say nothing more. */
    int exitCode() throws InterruptedException, ExecutionException {
        atExit.run();
        try {
            return exit.get(15, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("still running; stdout: " + out() + " stderr: " + err(), e);
        }
    }

    void awaitOut(String expected) {
        Eventually.equal("stdout", expected, this::out);
    }

    void awaitErr(String part) {
        Eventually.until("stderr with " + part, () -> err().contains(part));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
