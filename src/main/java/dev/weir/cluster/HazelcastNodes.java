package dev.weir.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Hazelcast says of its members.
 *
 * @param manager another than Hazelcast's knows no roles
 */
record HazelcastNodes(ClusterManager manager) implements Nodes {
    private static final String NODE_ID = "__vertx.nodeId";

    @Override
    public String self() {
        return manager.getNodeId();
    }

    @Override
    public List<String> all() {
        try {
            return manager.getNodes();
        } catch (HazelcastInstanceNotActiveException e) {
            return List.of(); // it has stopped, and so will the process
        }
    }

    @Override
    public Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        if (manager instanceof HazelcastClusterManager hazelcast && !all().isEmpty()) {
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
