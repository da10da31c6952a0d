package dev.weir.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.client.GroupInfo;
import dev.weir.client.WeirClient;
import dev.weir.client.WeirException;
import dev.weir.protocol.ErrorCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir groups}. */
@Command(
        name = "weir groups",
        sortOptions = false,
        description = "Lists the groups that the user may consume from, or changes one.",
        footer = {
            "",
            "LAG: offsets that are not done, whether they match or not. IN FLIGHT: delivered and not answered.",
            "DELAYED: wait out their back-off. PARKED: wait for an earlier one of their key. DEAD: became dead",
            "letters. OFFSET: all below is done.",
            "",
            "Example: weir groups billing --ca server.crt",
            "",
            "Exit code: 0 done; 1 no such group, no connection, or refused; 2 wrong words."
        })
final class GroupsCommand implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();

    @Parameters(index = "0", arity = "0..1", paramLabel = "GROUP", description = "That one alone.")
    private @Nullable String group;

    @Option(names = "--json", description = "One JSON object per line, in the protocol's names.")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;

    private GroupsCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    /** With its subcommands. */
    static CommandLine line(Map<String, String> env, PrintStream out, PrintStream err) {
        return new CommandLine(new GroupsCommand(env, out, err))
                .addSubcommand(new GroupsAlterCommand(env, out, err))
                .addSubcommand(new GroupsResetCommand(env, out, err))
                .addSubcommand(new GroupsDeleteCommand(env, out, err));
    }

    @Override
    public Integer call() throws Exception {
        List<GroupInfo> groups;
        try (WeirClient client =
                WeirClient.connect(server.subscriber(env, "weir groups", err).build())) {
            groups = group == null ? Calls.get(client.groups()) : List.of(one(client, group));
        }
        if (json) {
            groups.forEach(one -> out.println(json(one)));
            return Tool.OK;
        }
        Table table = new Table(
                "GROUP", "LAG", "IN FLIGHT", "DELAYED", "PARKED", "DEAD", "MEMBERS", "OFFSET", "FILTER", "MODE");
        for (GroupInfo one : groups) {
            table.add(
                    one.group(),
                    one.lag(),
                    one.inFlight(),
                    one.delayed(),
                    one.parked(),
                    one.dead(),
                    one.members(),
                    one.offset(),
                    one.filter(),
                    one.mode());
        }
        table.print(out);
        return Tool.OK;
    }

    /** That group, which must be there. */
    static GroupInfo one(WeirClient client, String name) throws UsageError, ToolFailure, InterruptedException {
        return find(client, name)
                .orElseThrow(() -> new ToolFailure(
                        "there is no group " + name + " that you may consume from; weir groups lists those there are"));
    }

    /** That group, if it is there. */
    static Optional<GroupInfo> find(WeirClient client, String name)
            throws UsageError, ToolFailure, InterruptedException {
        if (!name.startsWith("$")) {
            var unused = Calls.group(name);
        }
        CompletableFuture<List<GroupInfo>> found = client.groups(name).exceptionallyCompose(problem -> {
            Throwable why =
                    problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
            boolean none = why instanceof WeirException known && known.code() == ErrorCode.UNKNOWN_GROUP.number();
            return none ? CompletableFuture.completedFuture(List.of()) : CompletableFuture.failedFuture(why);
        });
        return Calls.get(found).stream().findFirst();
    }

    private static String json(GroupInfo group) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(line)) {
            write(group, out);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot fail to be written", e);
        }
        return line.toString();
    }

    private static void write(GroupInfo group, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("group", group.group());
        out.writeStringField("filter", group.filter());
        out.writeStringField("mode", group.mode());
        out.writeNumberField("leaseMs", group.leaseMs());
        out.writeNumberField("maxAttempts", group.maxAttempts());
        out.writeArrayFieldStart("backoffMs");
        for (int ms : group.backoffMs()) {
            out.writeNumber(ms);
        }
        out.writeEndArray();
        out.writeStringField("deadLetter", group.deadLetter());
        out.writeNumberField("offset", group.offset());
        out.writeNumberField("lag", group.lag());
        out.writeNumberField("inFlight", group.inFlight());
        out.writeNumberField("delayed", group.delayed());
        out.writeNumberField("parked", group.parked());
        out.writeNumberField("dead", group.dead());
        out.writeNumberField("members", group.members());
        out.writeEndObject();
    }
}
