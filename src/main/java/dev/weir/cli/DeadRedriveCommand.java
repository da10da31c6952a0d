package dev.weir.cli;

import dev.weir.client.ClientOptions;
import dev.weir.client.From;
import dev.weir.client.GroupInfo;
import dev.weir.client.Message;
import dev.weir.client.WeirClient;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir dead redrive}. */
@Command(
        name = "redrive",
        sortOptions = false,
        description = "Publishes dead letters to their original topics again, the oldest first, each once.",
        footer = {
            "",
            "It keeps its place as the group redrive-GROUP and publishes under a producer of that name, so it may",
            "be stopped at any time and begun again: it goes on where it was, and nothing is redriven twice. It",
            "ends when all that had died before it began is redriven.",
            "",
            "Example: weir dead redrive billing --rate 10/s --ca server.crt",
            "",
            "Exit code: 0 all redriven, or --count; 1 one could not be, or no such group, or no connection;",
            "2 wrong words."
        })
final class DeadRedriveCommand implements Callable<Integer> {
    static final String PREFIX = "redrive-";

    @Parameters(index = "0", paramLabel = "GROUP", description = "Whose dead letters.")
    private String group = "";

    @Option(names = "--dry-run", description = "Shows what would be redriven, and changes nothing.")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N/s", description = "At most so many per second.")
    private @Nullable String rate;

    @Option(names = "--to", paramLabel = "TOPIC", description = "To this topic instead of the original ones.")
    private @Nullable String to;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many.")
    private @Nullable Long count;

    @Option(
            names = "--publish-url",
            paramLabel = "URL",
            description = "The service to publish to (wss://localhost:8081); needed with --url.")
    private @Nullable String publishUrl;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;
    private long listed;

    DeadRedriveCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        String name = PREFIX + group;
        int perSecond = check(name);
        try (WeirClient client = WeirClient.connect(options(name))) {
            String topic = GroupsCommand.one(client, group).deadLetter();
            Optional<GroupInfo> before = GroupsCommand.find(client, name);
            if (before.isPresent() && !before.get().filter().equals(topic)) {
                throw new ToolFailure("the group " + name + " is of another topic, "
                        + before.get().filter() + ", and dead letters go to " + topic
                        + " now; delete it first: weir groups delete " + name);
            }
            DeadLetters letters = DeadLetters.open(client, topic);
            if (dryRun) {
                From from = before.map(one -> From.offset(one.offset(), null)).orElse(From.earliest());
                letters.read(from, this::list);
                out.println(listed + " would be redriven");
                return Tool.OK;
            }
            Message newest = letters.newest();
            Redrive redrive = new Redrive(client, group, name, to, perSecond, count);
            try {
                if (newest != null) {
                    redrive.run(topic, before.isPresent(), newest.offset());
                }
            } finally {
                out.println(redrive.summary());
            }
        }
        return Tool.OK;
    }

    /** How many per second; 0 for no limit. */
    private int check(String name) throws UsageError {
        if (!GroupSettings.isName(name)) {
            var unused = Calls.group(group);
            throw new UsageError("redriving needs the group " + name + ", whose name is longer than "
                    + GroupSettings.NAME_CHARS_MAX + " characters");
        }
        if (count != null && count < 1) {
            throw new UsageError("--count must be at least 1");
        }
        Topic target = to == null ? null : Topic.parse(to);
        if (to != null && (target == null || !target.isNativePublishable())) {
            throw new UsageError("--to must be a topic without '+' and '#', and without '$' at the start");
        }
        if (rate == null) {
            return 0;
        }
        if (!rate.matches("[1-9][0-9]{0,5}/s")) {
            throw new UsageError("--rate must be a number per second, such as 10/s");
        }
        return Integer.parseInt(rate.substring(0, rate.indexOf('/')));
    }

    private ClientOptions options(String name) throws UsageError {
        return server.subscriber(env, "weir dead redrive", err)
                .publishUrl(server.publishUrl(publishUrl))
                .producer(name, 1)
                .build();
    }

    private boolean list(Message message) {
        DeadLetter dead = DeadLetter.of(message, group);
        if (dead != null) {
            listed++;
            out.println((to == null ? "" : Screen.escaped("to " + to + ": ")) + dead.line());
        }
        return count == null || listed < count;
    }
}
