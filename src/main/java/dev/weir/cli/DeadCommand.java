package dev.weir.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code weir dead}. */
@Command(
        name = "weir dead",
        sortOptions = false,
        description = "Looks at a group's dead letters: messages that failed too often, with the reason.",
        footer = {
            "",
            "They are ordinary messages on the group's dead-letter topic, and are kept as long as others. To see",
            "them one needs the right to subscribe to that topic; to redrive them, also to consume from it and",
            "to publish to the original ones.",
            "",
            "Example: weir dead list billing --ca server.crt",
            "",
            "Exit code: 0 done; 1 no such group or dead letter, no connection, or refused; 2 wrong words."
        })
final class DeadCommand implements Callable<Integer> {
    private DeadCommand() {}

    /** With its subcommands. */
    static CommandLine line(Map<String, String> env, PrintStream out, PrintStream err) {
        return new CommandLine(new DeadCommand())
                .addSubcommand(new DeadListCommand(env, out, err))
                .addSubcommand(new DeadShowCommand(env, out, err))
                .addSubcommand(new DeadRedriveCommand(env, out, err));
    }

    @Override
    public Integer call() throws UsageError {
        throw new UsageError("list, show or redrive? --help tells more");
    }
}
