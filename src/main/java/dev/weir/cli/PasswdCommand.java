package dev.weir.cli;

import dev.weir.auth.UserFile;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir passwd}. */
@Command(
        name = "weir passwd",
        sortOptions = false,
        description = "Sets a user's password in a user file (htpasswd, bcrypt); makes the user or the file if needed.",
        footer = {
            "",
            "The password is asked for twice at a terminal, else it is the first line of the input. The file is",
            "replaced in one step; a running service takes it at its second look (auth.reloadEveryMs).",
            "",
            "Example: weir passwd conf/users.htpasswd alice",
            "",
            "Exit code: 0 done; 1 the file could not be written or the passwords differ; 2 wrong words or password."
        })
final class PasswdCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The user file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "USER", description = "The user's name.")
    private String user = "";

    @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--cost",
            paramLabel = "N",
            defaultValue = "10",
            description = "Each step doubles the work of a login, and of a thief; 4 to 15 (${DEFAULT-VALUE}).")
    private int cost;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable Console console;

    PasswdCommand(InputStream in, PrintStream out, PrintStream err, @Nullable Console console) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        String problem = UserFile.problemOfName(user);
        if (problem != null) {
            throw new UsageError(problem);
        }
        if (cost < UserFile.COST_MIN || cost > UserFile.COST_MAX) {
            throw new UsageError("--cost must be " + UserFile.COST_MIN + " to " + UserFile.COST_MAX);
        }
        String password = password();
        problem = UserFile.problemOfPassword(password);
        if (problem != null) {
            throw new UsageError(problem);
        }
        try {
            boolean replaced = UserFile.put(file, user, password, cost);
            out.println((replaced ? "changed the password of " : "added ") + Screen.escaped(user));
            return Tool.OK;
        } catch (IOException e) {
            Tool.say(
                    err,
                    "weir passwd",
                    "cannot write " + file + " (" + e.getClass().getSimpleName()
                            + "); check that its directory exists and may be written");
            return Tool.FAILED;
        }
    }

    private String password() throws IOException, UsageError, ToolFailure {
        if (passwordFile != null) {
            return PasswordFile.firstLine(passwordFile);
        }
        if (console == null) {
            String line = new InputLines(in).next();
            return line == null ? "" : line;
        }
        char[] first = console.readPassword("Password of %s: ", user);
        char[] second = console.readPassword("Again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new ToolFailure("the passwords differ; nothing was changed");
        }
        return new String(first);
    }
}
