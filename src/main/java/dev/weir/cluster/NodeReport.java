package dev.weir.cluster;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one service says of itself to whoever looks after the cluster.
 *
 * @param node its process
 * @param service msgqueue, publisher or subscriber
 * @param url where it listens
 * @param version of Weir
 * @param link of an edge: the queue it is linked to, or that there is none; of a queue: its epoch
 */
public record NodeReport(String node, String service, String url, String version, String link) {
    public JsonObject toJson() {
        return new JsonObject()
                .put("node", node)
                .put("service", service)
                .put("url", url)
                .put("version", version)
                .put("link", link);
    }

    static @Nullable NodeReport of(@Nullable Object body) {
        String node = Announcement.text(body, "node");
        String service = Announcement.text(body, "service");
        String url = Announcement.text(body, "url");
        String version = Announcement.text(body, "version");
        String link = Announcement.text(body, "link");
        if (node == null || service == null || url == null || version == null || link == null) {
            return null;
        }
        return new NodeReport(node, service, url, version, link);
    }
}
