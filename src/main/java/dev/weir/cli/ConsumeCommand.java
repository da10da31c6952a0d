package dev.weir.cli;

import dev.weir.client.ConsumeOptions;
import dev.weir.client.Consumption;
import dev.weir.client.Delivery;
import dev.weir.client.DeliveryHandler;
import dev.weir.client.GroupInfo;
import dev.weir.client.WeirClient;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir consume}. */
@Command(
        name = "weir consume",
        sortOptions = false,
        description = "Takes messages from a group, which shares them among its members, and answers each.",
        footer = {
            "",
            "A group is made by the first who consumes from it with a FILTER. What is not acked comes again, at",
            "another member maybe; after too many failures it becomes a dead letter (weir dead). A command of",
            "--exec gets the data on its stdin, and WEIR_GROUP, WEIR_TOPIC, WEIR_OFFSET, WEIR_KEY and",
            "WEIR_ATTEMPT in its environment. Others have written them: put them in double quotes.",
            "",
            "Example: weir consume billing 'orders/#' --exec 'charge --order \"$WEIR_KEY\"' --ca server.crt",
            "",
            "Exit code: 0 all of --count done, or none left; 1 no connection, or refused; 2 wrong words;",
            "130 stopped by Ctrl-C."
        })
final class ConsumeCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MS = 250;

    @Parameters(index = "0", paramLabel = "GROUP", description = "Whose messages: A-Z a-z 0-9 . _ -")
    private String group = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Which topics; needed where the group is new.")
    private @Nullable String filter;

    @Option(
            names = "--ack",
            paramLabel = "HOW",
            description = "auto: when it is shown; prompt: asks; none: never, so it comes again (auto).")
    private @Nullable Ack ack;

    @Option(
            names = "--exec",
            paramLabel = "CMD",
            description = "Runs CMD by \"sh -c\" for each: exit code 0 acks, any other nacks.")
    private @Nullable String exec;

    @Option(names = "--parallel", paramLabel = "N", description = "With --exec: so many at once (1).")
    private @Nullable Integer parallel;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many deliveries.")
    private @Nullable Long count;

    @Option(names = "--until-empty", description = "Ends when the group has nothing left, delayed ones included.")
    private boolean untilEmpty;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text: [topic] data; json: one object per line (${DEFAULT-VALUE}).")
    private MessageFormat format = MessageFormat.text;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "Deliveries in hand: 1 to 10000 (100; 1 for prompt; as --parallel for --exec).")
    private @Nullable Integer maxInFlight;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "new",
            description = "Where a new group begins: new, earliest, an offset, or a time like"
                    + " 2026-01-31T08:00:00Z (${DEFAULT-VALUE}).")
    private String from = "new";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "shared: each to any member; keyOrdered: those of one key one by one (shared).")
    private @Nullable String mode;

    @Mixin
    private GroupOptions settings = new GroupOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** When a delivery counts as done. The names are those on the command line. */
    enum Ack {
        auto,
        prompt,
        none
    }

    ConsumeCommand(Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
        this.env = env;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        ConsumeOptions ask = Calls.checked(this::options);
        var options = server.subscriber(env, "weir consume", err).build();
        try (ExecHandler runs = exec == null ? null : new ExecHandler(exec, ask.maxInFlight(), err);
                WeirClient client = WeirClient.connect(options)) {
            Tally tally = new Tally(count, runs == null ? shows() : runs, () -> done.complete(null));
            Consumption consumption = client.consume(ask, tally);
            var unused = consumption.ended().whenComplete((nothing, problem) -> {
                if (problem != null) {
                    done.completeExceptionally(problem);
                }
            });
            awaitDone(client, consumption, tally);
            consumption.close();
        }
        return Tool.OK;
    }

    private ConsumeOptions options() throws UsageError {
        if (exec != null && ack != null) {
            throw new UsageError("--ack and --exec exclude each other: the exit code answers");
        }
        if (parallel != null && (exec == null || parallel < 1)) {
            throw new UsageError("--parallel belongs to --exec and is at least 1");
        }
        if (exec != null && maxInFlight != null) {
            throw new UsageError("--max-in-flight and --exec exclude each other: --parallel says how many");
        }
        if (count != null && count < 1) {
            throw new UsageError("--count must be at least 1");
        }
        if (untilEmpty && ack == Ack.none) {
            throw new UsageError("--until-empty never comes with --ack=none");
        }
        ConsumeOptions.Builder options = Calls.group(group);
        settings.putInto(options);
        if (filter != null) {
            options.filter(filter);
        }
        if (mode != null) {
            options.mode(mode(mode));
        }
        return options.from(FromWord.parseForGroup(from))
                .maxInFlight(inFlight())
                .build();
    }

    private int inFlight() {
        if (exec != null) {
            return parallel == null ? 1 : parallel;
        }
        return maxInFlight != null ? maxInFlight : ack == Ack.prompt ? 1 : GroupSettings.IN_FLIGHT;
    }

    private static GroupMode mode(String word) throws UsageError {
        return Arrays.stream(GroupMode.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageError("--mode must be shared or keyOrdered"));
    }

    private DeliveryHandler shows() {
        return ack == Ack.prompt ? new PromptHandler(format, in, out, err, () -> done.complete(null)) : this::show;
    }

    private CompletionStage<?> show(Delivery delivery) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (!done.isDone()) {
            out.println(format.line(delivery.message()));
        }
        // Whoever reads the output may have gone, as with "| head".
        if (done.isDone() || out.checkError() || ack == Ack.none) {
            answer.cancel(false);
        } else {
            answer.complete(null);
        }
        if (out.checkError()) {
            done.complete(null);
        }
        return answer;
    }

    private void awaitDone(WeirClient client, Consumption consumption, Tally tally)
            throws ToolFailure, InterruptedException {
        while (true) {
            try {
                done.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw Calls.failure(e.getCause());
            } catch (TimeoutException e) {
                boolean look = untilEmpty && consumption.started().isDone() && tally.isIdle();
                if (look && isEmpty(Calls.get(client.groups(group)))) {
                    return;
                }
            }
        }
    }

    private static boolean isEmpty(List<GroupInfo> groups) {
        return groups.stream().allMatch(one -> one.lag() == 0);
    }
}
