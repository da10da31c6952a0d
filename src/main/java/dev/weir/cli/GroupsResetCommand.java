package dev.weir.cli;

import dev.weir.client.From;
import dev.weir.client.WeirClient;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir groups reset}. */
@Command(
        name = "reset",
        sortOptions = false,
        description =
                "Moves a group to another place: what lies behind it comes (again), what lies before it does not.",
        footer = {
            "",
            "Example: weir groups reset billing --from=2026-01-31T08:00:00Z --ca server.crt",
            "",
            "Exit code: 0 done; 1 no such group, no connection, or refused; 2 wrong words."
        })
final class GroupsResetCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Which group.")
    private String group = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "WHERE",
            description = "new, earliest, an offset, or a time like 2026-01-31T08:00:00Z.")
    private String from = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;

    GroupsResetCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        Calls.isGroup(group);
        From place = FromWord.parseForGroup(from);
        try (WeirClient client = WeirClient.connect(
                server.subscriber(env, "weir groups reset", err).build())) {
            out.println(group + " goes on at offset " + Calls.get(client.resetGroup(group, place)));
        }
        return Tool.OK;
    }
}
