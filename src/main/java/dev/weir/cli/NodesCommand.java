package dev.weir.cli;

import dev.weir.cluster.NodeCensus;
import dev.weir.cluster.NodeReport;
import dev.weir.config.ClusterConfig;
import dev.weir.config.ClusterSection;
import dev.weir.config.ConfigException;
import dev.weir.config.ConfigFile;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir nodes}. */
@Command(
        name = "weir nodes",
        sortOptions = false,
        description =
                "Shows the processes of a cluster: what each runs, where it listens, and which queue it is linked to. Joins"
                        + " the cluster for the moment that it takes.",
        footer = {
            "",
            "Example: weir nodes -conf conf/cluster/subscriber.json",
            "",
            "WEIR_CLUSTER_NAME, WEIR_CLUSTER_HOST and WEIR_CLUSTER_MEMBERS go before the config.",
            "",
            "Exit code: 0 shown; 1 there is no cluster, or it cannot be joined; 2 wrong words or config."
        })
final class NodesCommand implements Callable<Integer> {
    private static final int ID_CHARS = 8;

    @Option(
            names = {"-conf", "--conf"},
            paramLabel = "FILE",
            description = "A service's config, for its section \"cluster\"; without it, the cluster on this machine.")
    private @Nullable String conf;

    @Option(names = "--json", description = "One JSON object for each service.")
    private boolean json;

    private final Map<String, String> environment;
    private final PrintStream out;

    NodesCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        List<NodeReport> reports = NodeCensus.take(cluster());
        if (json) {
            reports.forEach(report -> out.println(report.toJson().encode()));
            return Tool.OK;
        }
        Table table = new Table("node", "service", "url", "version", "link");
        reports.forEach(r -> table.add(
                r.node().substring(0, Math.min(ID_CHARS, r.node().length())),
                r.service(),
                r.url(),
                r.version(),
                r.link()));
        table.print(out);
        return Tool.OK;
    }

    private ClusterConfig cluster() throws UsageError {
        try {
            JsonObject config = ConfigFile.ofProcess().read(conf);
            ClusterSection.fill(config, environment);
            return ClusterSection.read(config);
        } catch (ConfigException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }
}
