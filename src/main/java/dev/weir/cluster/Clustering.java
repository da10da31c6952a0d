package dev.weir.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.weir.config.ClusterConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a Vert.x one of a cluster: membership by Hazelcast, and the event bus. */
public final class Clustering {
    private static final Logger LOG = LoggerFactory.getLogger(Clustering.class);

    private static final String STOPPED = "Hazelcast has stopped, and with it the membership in the cluster";

    /** Built in; the same as conf/cluster.xml. */
    private static final String FILE = "/cluster.xml";

    private Clustering() {}

    /**
     * Sets the event bus of {@code options}, and gives the builder a cluster manager that joins when Vert.x is built.
     *
     * @param role what others are told that this process runs, words with commas between them
     * @throws ClusterProblem when Hazelcast's config cannot be read, or there is no such host
     */
    public static VertxBuilder prepare(VertxBuilder builder, VertxOptions options, ClusterConfig cluster, String role)
            throws ClusterProblem {
        return prepare(builder, options, cluster, hazelcast(cluster, role));
    }

    static VertxBuilder prepare(VertxBuilder builder, VertxOptions options, ClusterConfig cluster, Config hazelcast)
            throws ClusterProblem {
        options.setEventBusOptions(bus(options.getEventBusOptions(), cluster));
        return builder.withClusterManager(new HazelcastClusterManager(hazelcast));
    }

    /** Has it told when Hazelcast has stopped by itself, after which this process sees no other one. Called from any thread. */
    public static void onStopped(Vertx vertx, Consumer<String> stopped) {
        ClusterManager manager = ((VertxInternal) vertx).clusterManager();
        if (manager instanceof HazelcastClusterManager hazelcast) {
            hazelcast.getHazelcastInstance().getLifecycleService().addLifecycleListener(event -> {
                if (event.getState() == LifecycleState.SHUTDOWN && manager.isActive()) {
                    stopped.accept(STOPPED);
                } else if (event.getState() == LifecycleState.MERGED) {
                    LOG.warn("the cluster had come apart, and is one again");
                }
            });
            if (!hazelcast.getHazelcastInstance().getLifecycleService().isRunning() && manager.isActive()) {
                stopped.accept(STOPPED); // before anybody listened
            }
        }
    }

    /** The IPv4 address that a name stands for; Hazelcast takes no other. */
    private static String address(String host) throws ClusterProblem {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address instanceof Inet4Address) {
                    return address.getHostAddress();
                }
            }
        } catch (UnknownHostException e) {
            throw new ClusterProblem("cluster.host: there is no host " + host, e);
        }
        throw new ClusterProblem("cluster.host: " + host + " has no IPv4 address, which the cluster needs", null);
    }

    /** Addresses in place of names: of those Hazelcast would try none but its own. A name that is unknown now stays as it is. */
    private static String members(List<String> members) {
        List<String> all = new ArrayList<>();
        for (String member : members) {
            int colon = member.lastIndexOf(':');
            String host = colon < 0 ? member : member.substring(0, colon);
            String port = colon < 0 ? "" : member.substring(colon);
            try {
                for (InetAddress address : InetAddress.getAllByName(host)) {
                    if (address instanceof Inet4Address) {
                        all.add(address.getHostAddress() + port);
                    }
                }
            } catch (UnknownHostException e) {
                LOG.warn("cluster.members: there is no host {} now", host);
                all.add(member);
            }
        }
        return String.join(",", all);
    }

    private static EventBusOptions bus(EventBusOptions bus, ClusterConfig cluster) throws ClusterProblem {
        bus.setHost(address(cluster.host())).setPort(cluster.busPort());
        Path cert = cluster.tlsCert();
        Path key = cluster.tlsKey();
        Path trust = cluster.tlsTrust();
        if (cert != null && key != null && trust != null) {
            bus.setSsl(true)
                    .setTrustAll(false) // its default is that whoever connects believes anybody
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
        said.setProperty("weir.cluster.host", address(cluster.host()));
        said.setProperty("weir.cluster.port", Integer.toString(cluster.port()));
        said.setProperty("weir.cluster.members", members(cluster.members()));
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
