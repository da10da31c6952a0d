package dev.weir.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Map;

/** The processes of a cluster, as one of them sees them now. Any thread; none waits. */
interface Nodes {
    /** What a member says of itself beside its address: the services that it is to run, with commas between them. */
    String ROLE = "weir.role";

    /** Of a Vert.x that is clustered. */
    static Nodes of(Vertx vertx) {
        return new HazelcastNodes(((VertxInternal) vertx).clusterManager());
    }

    /** The id of this process. */
    String self();

    /** All ids. */
    List<String> all();

    /** Each one's role, by id; empty where it has said none. */
    Map<String, String> roles();

    default boolean lives(String node) {
        return all().contains(node);
    }
}
