package dev.weir.cli;

import dev.weir.client.ClientOptions;
import dev.weir.client.Publication;
import dev.weir.client.WeirClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir pub}. */
@Command(
        name = "weir pub",
        sortOptions = false,
        description = "Publishes a message, or each line of the input, and waits until it is confirmed.",
        footer = {
            "",
            "What is valid JSON is sent as it is, anything else as a JSON string. Empty lines are left out.",
            "",
            "Example: weir pub orders/eu '{\"n\": 1}' --key cust-9 --ca server.crt",
            "",
            "Exit code: 0 all confirmed; 1 something was not, or no connection; 2 wrong words."
        })
final class PubCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "Where to publish.")
    private String topic = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MESSAGE",
            description = "What to publish; without it, each line of the input.")
    private @Nullable String message;

    @Option(names = "--text", description = "Sends as a JSON string also what is valid JSON.")
    private boolean text;

    @Option(names = "--key", paramLabel = "KEY", description = "The messages' key.")
    private @Nullable String key;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header of the messages; may be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--producer",
            paramLabel = "NAME",
            description = "With --seq: the same input sent again under the same name is stored once.")
    private @Nullable String producer;

    @Option(names = "--seq", paramLabel = "N", description = "The number of the first message, from 1.")
    private @Nullable Long seq;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for a confirm (${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final Map<String, String> env;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    PubCommand(Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
        this.env = env;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        ClientOptions options = options();
        Confirms confirms = new Confirms(err);
        try (WeirClient client = WeirClient.connect(options)) {
            if (message != null) {
                confirms.add(client.publish(publication(message)), 0);
            } else {
                publishLines(client, confirms);
            }
            confirms.awaitAll();
        }
        if (confirms.confirmed() > 0 || confirms.failed() == 0) {
            out.println(confirms.summary());
        }
        return confirms.failed() == 0 ? Tool.OK : Tool.FAILED;
    }

    private ClientOptions options() throws UsageError {
        if ((producer == null) != (seq == null)) {
            throw new UsageError("--producer and --seq belong together; --help tells more");
        }
        if (timeoutSeconds < 1) {
            throw new UsageError("--timeout must be at least 1");
        }
        ClientOptions.Builder options = server.client(env)
                .publishUrl(server.url("wss://localhost:8081", "/publish"))
                .publishTimeoutMs(timeoutSeconds * 1_000L);
        if (producer != null && seq != null) {
            if (producer.isEmpty() || seq < 1) {
                throw new UsageError("--producer must not be empty, and --seq at least 1");
            }
            options.producer(producer, seq);
        }
        return options.build();
    }

    private void publishLines(WeirClient client, Confirms confirms) throws IOException, ToolFailure {
        InputLines lines = new InputLines(in);
        for (String line = lines.next(); line != null && !confirms.isHopeless(); line = lines.next()) {
            if (!line.isEmpty()) {
                confirms.add(client.publish(publication(line)), lines.number());
            }
        }
    }

    private Publication publication(String data) {
        Publication made = text ? Publication.text(topic, data) : Publication.jsonOrText(topic, data);
        if (key != null) {
            made = made.withKey(key);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            made = made.withHeader(header.getKey(), header.getValue());
        }
        return made;
    }
}
