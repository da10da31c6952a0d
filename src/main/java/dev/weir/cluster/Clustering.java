package dev.weir.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.XmlConfigBuilder;
import dev.weir.config.ClusterConfig;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Makes a Vert.x one of a cluster: membership by Hazelcast, and the event bus. */
public final class Clustering {
    /** Built in; the same as conf/cluster.xml. */
    private static final String FILE = "/cluster.xml";

    private Clustering() {}

    /**
     * Sets the event bus of {@code options}, and gives the builder a cluster manager that joins when Vert.x is built.
     *
     * @param role what others are told that this process runs, words with commas between them
     * @throws ClusterProblem when Hazelcast's config cannot be read
     */
    public static VertxBuilder prepare(VertxBuilder builder, VertxOptions options, ClusterConfig cluster, String role)
            throws ClusterProblem {
        return prepare(builder, options, cluster, hazelcast(cluster, role));
    }

    static VertxBuilder prepare(VertxBuilder builder, VertxOptions options, ClusterConfig cluster, Config hazelcast) {
        options.setEventBusOptions(bus(options.getEventBusOptions(), cluster));
        return builder.withClusterManager(new HazelcastClusterManager(hazelcast));
    }

    private static EventBusOptions bus(EventBusOptions bus, ClusterConfig cluster) {
        bus.setHost(cluster.host()).setPort(cluster.busPort());
        Path cert = cluster.tlsCert();
        Path key = cluster.tlsKey();
        Path trust = cluster.tlsTrust();
        if (cert != null && key != null && trust != null) {
            bus.setSsl(true)
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setKeyCertOptions(
                            new PemKeyCertOptions().setCertPath(cert.toString()).setKeyPath(key.toString()))
                    .setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
        }
        return bus;
    }

    static Config hazelcast(ClusterConfig cluster, String role) throws ClusterProblem {
        System.getProperties().putIfAbsent("hazelcast.logging.type", "slf4j"); // it logs before it has read its config
        Properties said = new Properties();
        said.setProperty("weir.cluster.name", cluster.name());
        said.setProperty("weir.cluster.host", cluster.host());
        said.setProperty("weir.cluster.port", Integer.toString(cluster.port()));
        said.setProperty("weir.cluster.members", String.join(",", cluster.members()));
        Path file = cluster.hazelcast();
        try (InputStream in = open(file)) {
            Config config = new XmlConfigBuilder(in).setProperties(said).build();
            config.getMemberAttributeConfig().setAttribute(Nodes.ROLE, role);
            return config;
        } catch (IOException | InvalidConfigurationException e) {
            throw new ClusterProblem("cluster.hazelcast: " + (file == null ? FILE : file) + " cannot be used: " + e, e);
        }
    }

    private static InputStream open(@Nullable Path file) throws IOException {
        if (file != null) {
            return Files.newInputStream(file);
        }
        InputStream builtIn = Clustering.class.getResourceAsStream(FILE);
        if (builtIn == null) {
            throw new IOException("it is not in this build");
        }
        return builtIn;
    }
}
