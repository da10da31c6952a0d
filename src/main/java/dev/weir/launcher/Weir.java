package dev.weir.launcher;

import dev.weir.config.ClusterConfig;
import dev.weir.config.ClusterSection;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The main class: {@code java -jar weir.jar up}, {@code run MsgQueueVerticle -conf FILE}, {@code demo}. */
public final class Weir {
    private static final String HELP = """
            weir up [-conf FILE]                      the three services in one process (conf/dev/all.json)
            weir run MsgQueueVerticle -conf FILE      the queue alone
            weir run PublisherVerticle -conf FILE     a publisher edge alone
            weir run SubscriberVerticle -conf FILE    a subscriber edge alone
            weir run all -conf FILE                   the three together
                             -cluster                 the same as one of a cluster: edges find the queue by themselves
            weir nodes [-conf FILE]                   the processes of a cluster: what they run, where, linked to what
            weir demo                                 a console client: sub TOPIC, TOPIC MESSAGE, exit
            weir pub TOPIC [MESSAGE]                  publishes, or each line of the input, and waits for the confirm
            weir sub FILTER...                        shows what is published
            weir consume GROUP [FILTER]               takes messages from a group, which shares them, and answers each
            weir groups [GROUP]                       lists groups; groups alter|reset|delete GROUP changes one
            weir dead list|show|redrive GROUP         a group's dead letters: which, why, and once more
            weir passwd FILE USER                     sets a password in a user file
            weir check-config FILE                    looks for mistakes in a config
            weir log ls|dump|check|repair DIR         looks at the queue's log on disk
            weir --help | --version

            demo, pub, sub, consume, groups, dead, passwd, check-config and log have a --help of their own.
            Exit codes: 1 a command failed, 2 wrong words or config, 15 a service did not start,
            16 a service of a cluster could not go on, 143 stopped by SIGTERM.
            """;

    private final Map<String, Command> commands;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    Weir(Map<String, Command> commands, InputStream in, PrintStream out, PrintStream err) {
        this.commands = commands;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        // Netty's flight recorder events have to be set up at each start, and nobody here records them.
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        Optional<Integer> exitCode =
                new Weir(Commands.BY_NAME, System.in, System.out, System.err).perform(List.of(args));
        exitCode.ifPresent(System::exit);
    }

    /** Does what the words say. Empty if a service runs now, else the exit code. */
    Optional<Integer> perform(List<String> args) {
        try {
            Words words = Words.of(args, commands.keySet());
            if (words instanceof Words.Start start) {
                int code = start(start);
                return code == ExitCode.OK ? Optional.empty() : Optional.of(code);
            }
            return Optional.of(answer(words));
        } catch (Refusal refusal) {
            refusal.lines().forEach(line -> err.println("weir: " + line));
            return Optional.of(ExitCode.USAGE);
        }
    }

    private int start(Words.Start start) {
        JsonObject config = Configs.read(start.conf());
        if (start.cluster()) {
            ClusterSection.fill(config, System.getenv());
        }
        Configs.check(start.service(), config);
        ClusterConfig cluster = start.cluster() ? ClusterSection.read(config) : null;
        return new Application(start.service(), start.service().className(), config, cluster, err).start();
    }

    private int answer(Words words) {
        if (words instanceof Words.Hand hand) {
            Command command = commands.get(hand.command());
            return command == null ? ExitCode.USAGE : command.run(hand.args(), in, out, err);
        }
        if (words instanceof Words.Version) {
            String version = Weir.class.getPackage().getImplementationVersion();
            out.println("weir " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version());
        } else {
            out.print(HELP);
        }
        out.flush();
        return ExitCode.OK;
    }
}
