package dev.weir.process;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/** A member of Hazelcast in this JVM, as anybody who reaches a cluster's port could run one. It keeps nothing. */
final class ForeignMember implements AutoCloseable {
    private final HazelcastInstance hazelcast;

    private ForeignMember(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
    }

    /** Looks for the members of {@code cluster}, as one of the cluster with this name; takes everything that it is sent. */
    static ForeignMember start(Cluster cluster, String name) throws IOException {
        Properties said = new Properties();
        said.setProperty("weir.cluster.name", name);
        said.setProperty("weir.cluster.host", "127.0.0.1");
        said.setProperty("weir.cluster.port", Integer.toString(cluster.port()));
        said.setProperty("weir.cluster.members", "127.0.0.1");
        Config config = new XmlConfigBuilder(Path.of("conf/cluster.xml").toString())
                .setProperties(said)
                .build();
        config.setProperty("hazelcast.logging.type", "none").setLiteMember(true);
        config.getSerializationConfig().setJavaSerializationFilterConfig(null);
        return new ForeignMember(Hazelcast.newHazelcastInstance(config));
    }

    HazelcastInstance hazelcast() {
        return hazelcast;
    }

    /** How many there are, as it sees it; itself among them. */
    int members() {
        return hazelcast.getCluster().getMembers().size();
    }

    @Override
    public void close() {
        hazelcast.shutdown();
    }
}
