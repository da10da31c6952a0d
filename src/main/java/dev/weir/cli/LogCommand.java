package dev.weir.cli;

import dev.weir.log.LogInspector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir log}. */
@Command(
        name = "weir log",
        sortOptions = false,
        description = "Looks at a queue's log on disk while no queue has it open, and cuts it.",
        footer = {
            "",
            "Example: weir log check data/dev/log",
            "",
            "Exit code: 0 the log is good; 1 it is damaged; 2 it cannot be opened, or wrong words."
        })
final class LogCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "ls|dump|check|repair",
            description = "List the files; show every frame; verify every frame; cut at an offset.")
    private String what = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The log's directory: dataDir/log.")
    private Path dir = Path.of("");

    @Option(
            names = "--cut-at",
            paramLabel = "OFFSET",
            description = "For repair: this message and all behind it go, and nothing else changes.")
    private @Nullable Long cutAt;

    private final PrintStream out;

    LogCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, UsageError {
        if (cutAt != null != what.equals("repair")) {
            throw new UsageError("repair, and nothing else, needs --cut-at OFFSET");
        }
        LogInspector log = new LogInspector(dir, out);
        return switch (what) {
            case "ls" -> log.ls();
            case "dump" -> log.dump();
            case "check" -> log.check();
            case "repair" -> log.repair(cutAt == null ? 0 : cutAt);
            default -> throw new UsageError("the first word must be ls, dump, check or repair");
        };
    }
}
