package dev.weir.cli;

import dev.weir.client.GroupInfo;
import dev.weir.client.WeirClient;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir groups delete}. */
@Command(
        name = "delete",
        sortOptions = false,
        description = "Deletes a group with all it knows. Its members are told, and messages stay in the log.",
        footer = {
            "",
            "Without --yes it only says what would be lost.",
            "",
            "Example: weir groups delete billing --yes --ca server.crt",
            "",
            "Exit code: 0 deleted; 1 not deleted; 2 wrong words."
        })
final class GroupsDeleteCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Which group.")
    private String group = "";

    @Option(names = "--yes", description = "Does it.")
    private boolean yes;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;

    GroupsDeleteCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        Calls.isGroup(group);
        try (WeirClient client = WeirClient.connect(
                server.subscriber(env, "weir groups delete", err).build())) {
            if (!yes) {
                throw new ToolFailure(losses(GroupsCommand.one(client, group)) + "; say --yes to delete it");
            }
            Calls.get(client.deleteGroup(group));
        }
        out.println("deleted " + group);
        return Tool.OK;
    }

    private static String losses(GroupInfo group) {
        String members = group.members() == 1 ? "1 member" : group.members() + " members";
        return "not deleted: " + group.group() + " would lose its place at offset " + group.offset() + " ("
                + group.lag()
                + " offsets not done, " + group.inFlight() + " in flight, " + group.delayed()
                + " delayed), its settings"
                + " and " + members
                + (group.deadLetter().isEmpty() ? "" : "; dead letters stay on " + group.deadLetter());
    }
}
