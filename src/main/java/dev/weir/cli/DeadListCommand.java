package dev.weir.cli;

import dev.weir.client.From;
import dev.weir.client.Message;
import dev.weir.client.WeirClient;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir dead list}. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists the dead letters that are kept, redriven ones too, the oldest first.",
        footer = {
            "",
            "A line is: its offset, the original's [topic] and offset, the attempts, when it died, and why.",
            "",
            "Example: weir dead list billing --ca server.crt",
            "",
            "Exit code: 0 done; 1 no such group, no connection, or refused; 2 wrong words."
        })
final class DeadListCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Whose dead letters.")
    private String group = "";

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many.")
    private @Nullable Long count;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: one object per line, with the data (${DEFAULT-VALUE}).")
    private MessageFormat format = MessageFormat.text;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;

    /** Owned by the client's thread for calls, until it has read all. */
    private volatile long shown;

    DeadListCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        if (count != null && count < 1) {
            throw new UsageError("--count must be at least 1");
        }
        try (WeirClient client =
                WeirClient.connect(server.subscriber(env, "weir dead list", err).build())) {
            String topic = GroupsCommand.one(client, group).deadLetter();
            DeadLetters.open(client, topic).read(From.earliest(), this::show);
        }
        if (shown == 0) {
            Tool.say(err, "weir dead list", "no dead letters of " + group + " are kept");
        }
        return Tool.OK;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private boolean show(Message message) {
        DeadLetter dead = DeadLetter.of(message, group);
        if (dead == null) {
            return true;
        }
        out.println(format == MessageFormat.text ? dead.line() : format.line(message));
        shown++;
        return !out.checkError() && (count == null || shown < count);
    }
}
