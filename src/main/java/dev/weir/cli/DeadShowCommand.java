package dev.weir.cli;

import dev.weir.client.From;
import dev.weir.client.Message;
import dev.weir.client.WeirClient;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir dead show}. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Shows one dead letter with everything that is known of it.",
        footer = {
            "",
            "Example: weir dead show billing 4711 --ca server.crt",
            "",
            "Exit code: 0 shown; 1 no such group or dead letter, no connection, or refused; 2 wrong words."
        })
final class DeadShowCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Whose dead letter.")
    private String group = "";

    @Parameters(index = "1", paramLabel = "OFFSET", description = "Its offset, as \"weir dead list\" says it.")
    private long offset;

    @Option(names = "--data", description = "Only the data, byte for byte.")
    private boolean dataOnly;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;

    DeadShowCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        if (offset < 1) {
            throw new UsageError("OFFSET must be at least 1");
        }
        DeadLetter dead;
        try (WeirClient client =
                WeirClient.connect(server.subscriber(env, "weir dead show", err).build())) {
            String topic = GroupsCommand.one(client, group).deadLetter();
            dead = find(DeadLetters.open(client, topic));
        }
        if (dead == null) {
            throw new ToolFailure("there is no dead letter of " + group + " at offset " + offset
                    + "; weir dead list shows those there are");
        }
        if (dataOnly) {
            out.writeBytes(dead.message().data());
        } else {
            show(dead);
        }
        return Tool.OK;
    }

    private @Nullable DeadLetter find(DeadLetters letters) throws ToolFailure, InterruptedException {
        AtomicReference<@Nullable DeadLetter> found = new AtomicReference<>();
        if (offset <= letters.head()) {
            letters.read(From.offset(offset, null), message -> {
                found.set(message.offset() == offset ? DeadLetter.of(message, group) : null);
                return false;
            });
        }
        return found.get();
    }

    private void show(DeadLetter dead) {
        Message message = dead.message();
        line("offset", Long.toString(message.offset()));
        line("died", dead.time());
        line("topic", dead.topic());
        line("original", "offset " + dead.offset());
        line("attempts", dead.attempts());
        line("reason", dead.reason());
        String key = message.key();
        if (key != null) {
            line("key", key);
        }
        new TreeMap<>(message.headers()).forEach((name, value) -> {
            if (!DeadLetter.isOwnHeader(name)) {
                line("header", name + "=" + value);
            }
        });
        line("data", message.isBinary() ? message.data().length + " bytes; --data writes them" : message.dataText());
    }

    private void line(String name, String value) {
        out.println(String.format("%-10s", name) + Screen.escaped(value));
    }
}
