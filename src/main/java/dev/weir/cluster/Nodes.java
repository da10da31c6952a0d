package dev.weir.cluster;

import com.hazelcast.cluster.Member;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The processes of a cluster, as the one of this Vert.x sees them now. Any thread; none waits. */
public final class Nodes {
    /** What a member says of itself beside its address: the services that it is to run. */
    static final String ROLE = "weir.role";

    private static final String NODE_ID = "__vertx.nodeId";

    private final ClusterManager manager;

    private Nodes(ClusterManager manager) {
        this.manager = manager;
    }

    /** Of a Vert.x that is clustered. */
    static Nodes of(Vertx vertx) {
        return new Nodes(((VertxInternal) vertx).clusterManager());
    }

    /** The id of this process. */
    String self() {
        return manager.getNodeId();
    }

    List<String> all() {
        return manager.getNodes();
    }

    boolean lives(String node) {
        return all().contains(node);
    }

    /** Each one's role, by id; empty where it has said none. */
    Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        if (manager instanceof HazelcastClusterManager hazelcast) {
            for (Member member : hazelcast.getHazelcastInstance().getCluster().getMembers()) {
                String node = member.getAttribute(NODE_ID);
                String role = member.getAttribute(ROLE);
                if (node != null) {
                    roles.put(node, role == null ? "" : role);
                }
            }
        }
        return roles;
    }
}
