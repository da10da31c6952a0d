package dev.weir.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs one command: reads its words, shows its help, and turns what went wrong into one line and an exit code. Blocks
 * the calling thread. Passwords come from files and the environment, never from the words, which everybody can see.
 */
public final class Tool {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final int HELP_COLUMNS = 100;

    private Tool() {}

    /** {@code weir pub}: publishes, and says what was confirmed. */
    public static int pub(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new PubCommand(System.getenv(), in, out, err), args, out, err);
    }

    /** {@code weir sub}: shows what is published. */
    public static int sub(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new SubCommand(System.getenv(), out, err), args, out, err);
    }

    /** {@code weir consume}: takes from a group and answers. */
    public static int consume(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new ConsumeCommand(System.getenv(), in, out, err), args, out, err);
    }

    /** {@code weir groups}: lists groups, and changes them. */
    public static int groups(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(GroupsCommand.line(System.getenv(), out, err), args, out, err);
    }

    /** {@code weir dead}: looks at dead letters, and publishes them again. */
    public static int dead(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(DeadCommand.line(System.getenv(), out, err), args, out, err);
    }

    /** {@code weir nodes}: shows the processes of a cluster. */
    public static int nodes(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new NodesCommand(System.getenv(), out), args, out, err);
    }

    /** {@code weir passwd}: sets a user's password in a user file. */
    public static int passwd(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new PasswdCommand(in, out, err, System.console()), args, out, err);
    }

    /** {@code weir check-config}: looks for mistakes in a config file. */
    public static int checkConfig(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new CheckConfigCommand(out, err), args, out, err);
    }

    /** {@code weir log}: looks at a log on disk, and cuts it. */
    public static int log(List<String> args, InputStream in, PrintStream out, PrintStream err) {
        return run(new LogCommand(out), args, out, err);
    }

    static int run(Callable<Integer> command, List<String> args, PrintStream out, PrintStream err) {
        return run(new CommandLine(command), args, out, err);
    }

    static int run(CommandLine line, List<String> args, PrintStream out, PrintStream err) {
        addHelp(line);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((problem, words) -> {
            say(err, name(problem.getCommandLine()), firstLine(problem.getMessage()) + "; --help tells more");
            return USAGE;
        });
        line.setExecutionExceptionHandler((problem, parsed, result) -> {
            say(err, name(parsed), firstLine(problem.getMessage()));
            return problem instanceof UsageError ? USAGE : FAILED;
        });
        int code = line.execute(args.toArray(new String[0]));
        out.flush();
        return code;
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Shows this text.")
                        .build());
        line.getSubcommands().values().forEach(Tool::addHelp);
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }

    /** One line for a person, whatever is in it. */
    static void say(PrintStream err, String command, String words) {
        err.println(command + ": " + Screen.escaped(words));
        err.flush();
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "failed" : message.lines().findFirst().orElse("failed");
    }

    /** What the environment says. */
    static String orElse(Map<String, String> env, String name, String otherwise) {
        String value = env.get(name);
        return value == null ? otherwise : value;
    }
}
