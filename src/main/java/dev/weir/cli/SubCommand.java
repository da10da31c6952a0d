package dev.weir.cli;

import dev.weir.client.ClientListener;
import dev.weir.client.From;
import dev.weir.client.Gap;
import dev.weir.client.Message;
import dev.weir.client.Subscription;
import dev.weir.client.WeirClient;
import dev.weir.client.WeirException;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir sub}. */
@Command(
        name = "weir sub",
        sortOptions = false,
        description = "Shows the messages of the topics that one of the filters matches, each once.",
        footer = {
            "",
            "A filter has levels by '/'; '+' stands for one level, a last '#' for the rest. Order is kept within",
            "a filter. After a lost connection it goes on where it was; what is gone is said on stderr.",
            "",
            "Example: weir sub 'orders/#' --from earliest --count 10 --format json --ca server.crt",
            "",
            "Exit code: 0 all of --count shown; 1 no connection, or refused; 2 wrong words; 130 stopped by Ctrl-C."
        })
final class SubCommand implements Callable<Integer>, ClientListener {
    @Parameters(arity = "1..*", paramLabel = "FILTER", description = "Which topics.")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "new",
            description = "new, earliest, an offset, last:N (of one exact topic), or a time like"
                    + " 2026-01-31T08:00:00Z (${DEFAULT-VALUE}).")
    private String from = "new";

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many messages.")
    private @Nullable Long count;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text: [topic] data; json: one object per line (${DEFAULT-VALUE}).")
    private MessageFormat format = MessageFormat.text;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final PrintStream out;
    private final PrintStream err;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<TopicFilter> parsed = new ArrayList<>();

    /** Owned by the client's thread for calls. */
    private long shown;

    SubCommand(Map<String, String> env, PrintStream out, PrintStream err) {
        this.env = env;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        From start = FromWord.parse(from);
        if (count != null && count < 1) {
            throw new UsageError("--count must be at least 1");
        }
        for (String filter : filters) {
            TopicFilter one = TopicFilter.parse(filter);
            if (one == null) {
                throw new UsageError("not a filter: " + filter + "; --help tells more");
            }
            parsed.add(one);
        }
        var options = server.client(env)
                .subscribeUrl(server.url("wss://localhost:8082", "/subscribe"))
                .listener(this)
                .build();
        try (WeirClient client = WeirClient.connect(options)) {
            for (int i = 0; i < filters.size(); i++) {
                int mine = i;
                Subscription subscription = client.subscribe(filters.get(i), start, message -> show(mine, message));
                var unused = subscription.ended().whenComplete((nothing, problem) -> {
                    if (problem != null) {
                        done.completeExceptionally(problem);
                    }
                });
            }
            done.get();
            return Tool.OK;
        } catch (ExecutionException e) {
            Throwable why = e.getCause();
            throw new ToolFailure(
                    why instanceof WeirException known ? ServerOptions.advice(known) : String.valueOf(why));
        }
    }

    /** Shown for the first filter only that matches, since each has a subscription of its own. */
    private void show(int filter, Message message) {
        Topic topic = Topic.parse(message.topic());
        boolean other = topic != null && parsed.subList(0, filter).stream().anyMatch(one -> one.matches(topic));
        if (other || done.isDone()) {
            return;
        }
        out.println(format.line(message));
        // Whoever reads the output has gone, as with "| head".
        boolean unread = out.checkError();
        shown++;
        if (unread || (count != null && shown == count)) {
            done.complete(null);
        }
    }

    @Override
    public void connection(Side side, Event event, String words) {
        if (event == Event.LOST) {
            Tool.say(err, "weir sub", words);
        }
    }

    @Override
    public void gap(String filter, Gap gap) {
        String which = gap.to() < gap.from()
                ? "what came before"
                : gap.from() == gap.to() ? "offset " + gap.from() : "offsets " + gap.from() + " to " + gap.to();
        Tool.say(err, "weir sub", "gap in " + filter + ": " + which + " cannot be had (" + gap.reason() + ")");
    }

    @Override
    public void problem(Throwable problem) {
        Tool.say(err, "weir sub", String.valueOf(problem.getMessage()));
    }
}
