package dev.weir.cli;

import dev.weir.client.ConsumeOptions;
import dev.weir.client.WeirClient;
import dev.weir.message.GroupAsk;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir groups alter}. */
@Command(
        name = "alter",
        sortOptions = false,
        description = "Changes a group's settings; what is left out stays as it is, and filter and mode always do.",
        footer = {
            "",
            "Example: weir groups alter billing --lease=1m --back-off=1s,10s --ca server.crt",
            "",
            "Exit code: 0 done; 1 no such group, no connection, or refused; 2 wrong words."
        })
final class GroupsAlterCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Which group.")
    private String group = "";

    @Mixin
    private GroupOptions settings = new GroupOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;

    GroupsAlterCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        if (settings.isEmpty()) {
            throw new UsageError("alter what? Say at least one setting; --help lists them");
        }
        GroupAsk ask = Calls.checked(() -> {
            ConsumeOptions.Builder options = Calls.group(group);
            settings.putInto(options);
            return options.ask();
        });
        try (WeirClient client = WeirClient.connect(
                server.subscriber(env, "weir groups alter", err).build())) {
            Calls.get(client.alterGroup(ask));
        }
        out.println("altered " + group);
        return Tool.OK;
    }
}
