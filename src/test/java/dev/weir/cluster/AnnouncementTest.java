package dev.weir.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has joined a cluster can send anything to its event bus. */
class AnnouncementTest {
    private static final Announcement GOOD = new Announcement("n1", URI.create("wss://10.0.0.1:8080"), "k.0", 7);

    @Test
    void isReadAsItIsWritten() {
        assertEquals(GOOD, Announcement.of(GOOD.toJson()));
        NodeReport report = new NodeReport("n", "publisher", "wss://a:1", "1.0", "none");
        assertEquals(report, NodeReport.of(report.toJson()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://10.0.0.1:8080",
                "wss://10.0.0.1",
                "wss://10.0.0.1:0",
                "wss://10.0.0.1:65536",
                "wss://10.0.0.1:8080/publish",
                "wss://10.0.0.1:8080?a=b",
                "wss://user@10.0.0.1:8080",
                "wss://a b:8080",
                "wss:8080",
                "cluster",
                "local",
                "wss://\n:8080"
            })
    void isNoneWithoutAnAddressOfASocket(String url) {
        assertNull(Announcement.of(GOOD.toJson().put("url", url)));
    }

    @Test
    void theOneThatHasBeenAQueueForLongerGoesFirstAndOfTwoAlikeTheOneWithTheSmallerId() {
        Announcement older = new Announcement("z", GOOD.url(), "k.0", 60_000);
        Announcement newer = new Announcement("a", GOOD.url(), "k.0", 60_001);
        assertTrue(older.goesBefore(newer));
        assertFalse(newer.goesBefore(older));
        Announcement alike = new Announcement("a", GOOD.url(), "k.0", 60_000);
        assertTrue(alike.goesBefore(older));
        assertFalse(older.goesBefore(alike));
    }

    @Test
    void isNoneWhenItIsSomethingElse() {
        for (Object body : new Object[] {"text", 7, new JsonArray(), new JsonObject(), true}) {
            assertNull(Announcement.of(body));
            assertNull(NodeReport.of(body));
        }
        assertNull(Announcement.of(null));
        for (String member : GOOD.toJson().fieldNames()) {
            assertNull(Announcement.of(GOOD.toJson().putNull(member)));
            assertNull(Announcement.of(GOOD.toJson().put(member, -7)));
            assertNull(Announcement.of(GOOD.toJson().put(member, "x".repeat(513))));
        }
    }
}
