package dev.weir.cli;

import dev.weir.config.AllConfig;
import dev.weir.config.ConfigException;
import dev.weir.config.ConfigFile;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir check-config}. */
@Command(
        name = "weir check-config",
        sortOptions = false,
        description = "Looks for mistakes in a config file, as a service does when it starts, and starts nothing.",
        footer = {
            "",
            "Example: weir check-config conf/dev/all.json",
            "",
            "Exit code: 0 the config is good; 1 it is not, or cannot be read; 2 wrong words."
        })
final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The config file.")
    private String file = "";

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "What it is for: msgqueue, publisher, subscriber or all; without it the file's name,"
                    + " if it is one of these with .json, else all.")
    private @Nullable String service;

    private final PrintStream out;
    private final PrintStream err;

    CheckConfigCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws UsageError {
        Optional<ServiceKind> kind = kind();
        try {
            JsonObject config = ConfigFile.ofProcess().read(file);
            if (kind.isPresent()) {
                ServiceConfig.read(config, kind.get());
            } else {
                AllConfig.read(config);
            }
        } catch (ConfigException e) {
            e.problems().forEach(problem -> Tool.say(err, "weir check-config", problem.toString()));
            return Tool.FAILED;
        }
        out.println(Screen.escaped(file) + " is a good config for "
                + kind.map(ServiceKind::word).orElse("all three services"));
        return Tool.OK;
    }

    private Optional<ServiceKind> kind() throws UsageError {
        if (service == null) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            return named(name.endsWith(".json") ? name.substring(0, name.length() - 5) : "");
        }
        Optional<ServiceKind> kind = named(service);
        if (kind.isEmpty() && !service.equals("all")) {
            throw new UsageError("--service must be msgqueue, publisher, subscriber or all");
        }
        return kind;
    }

    private static Optional<ServiceKind> named(String word) {
        return Arrays.stream(ServiceKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst();
    }
}
