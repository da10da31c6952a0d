package dev.weir.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words after {@code java -jar weir.jar}, understood. */
sealed interface Words {
    /** The config that {@code up} takes when none is named, relative to the project. */
    String UP_CONFIG = "conf/dev/all.json";

    /**
     * Start a service.
     *
     * @param conf the value of {@code -conf}: a file, or JSON itself; null if it was left out
     * @param cluster whether it is one of a cluster
     */
    record Start(Service service, @Nullable String conf, boolean cluster) implements Words {}

    /** Hand over to a command that is not a service, with the rest of the words. */
    record Hand(String command, List<String> args) implements Words {}

    record Help() implements Words {}

    record Version() implements Words {}

    /**
     * Reads the words.
     *
     * @param commands the names of the commands there are besides the services
     * @throws Refusal if they say nothing that exists
     */
    static Words of(List<String> args, Iterable<String> commands) {
        Deque<String> rest = new ArrayDeque<>(args);
        if (rest.isEmpty()) {
            throw new Refusal("nothing to do; " + exists(commands));
        }
        String first = rest.pop();
        for (String command : commands) {
            if (command.equals(first)) {
                return new Hand(first, List.copyOf(rest));
            }
        }
        return switch (first) {
            case "-h", "-help", "--help", "help" -> new Help();
            case "-version", "--version", "version" -> new Version();
            case "up" -> start(Service.ALL, UP_CONFIG, rest);
            case "run" -> {
                if (rest.isEmpty()) {
                    throw new Refusal("run what? " + exists(commands));
                }
                yield start(service(rest.pop(), commands), null, rest);
            }
            default -> start(service(first, commands), null, rest);
        };
    }

    private static Service service(String name, Iterable<String> commands) {
        return Service.named(name)
                .orElseThrow(() -> new Refusal("no such thing as '" + Line.clean(name) + "'; " + exists(commands)));
    }

    private static Start start(Service service, @Nullable String usualConf, Deque<String> options) {
        String conf = null;
        boolean cluster = false;
        while (!options.isEmpty()) {
            String option = options.pop();
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            switch (name.startsWith("--") ? name.substring(1) : name) {
                case "-conf" -> {
                    if (conf != null) {
                        throw new Refusal("-conf was given twice");
                    }
                    conf = equals < 0 ? options.poll() : option.substring(equals + 1);
                    if (conf == null || conf.isBlank()) {
                        throw new Refusal("-conf needs a file name");
                    }
                }
                case "-c", "-cluster" -> cluster = true;
                case "-cluster-host", "-cluster-port", "-cluster-public-host", "-cluster-public-port" ->
                    throw new Refusal(Line.clean(name) + " is in the config here: cluster.host, cluster.busPort");
                default ->
                    throw new Refusal(
                            "unknown option '" + Line.clean(option) + "'; a service takes -conf FILE and -cluster");
            }
        }
        return new Start(service, conf == null ? usualConf : conf, cluster);
    }

    /** What one can ask for, for a message. */
    private static String exists(Iterable<String> commands) {
        StringBuilder names = new StringBuilder("there is: up");
        for (Service service : Service.values()) {
            names.append(", run ").append(service == Service.ALL ? service.word() : service.shortName());
        }
        commands.forEach(command -> names.append(", ").append(command));
        return names.append(", --help, --version").toString();
    }
}
