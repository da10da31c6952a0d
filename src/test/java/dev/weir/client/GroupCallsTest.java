package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions about groups and changes to them. */
@Timeout(30)
class GroupCallsTest {
    private NativeStandIn service;
    private WeirClient client;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
        client = WeirClient.connect(Clients.to(service).build());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        service.close();
    }

    private static String groups(JsonObject to, String more) {
        return "{\"type\":\"groups\",\"id\":" + to.getLong("id") + ",\"groups\":[" + more + "]}";
    }

    @Test
    void listsGroupsAlsoThoseOfTheServersOwn() throws Exception {
        CompletableFuture<List<GroupInfo>> future = client.groups();
        try (NativePeer peer = service.welcome()) {
            JsonObject asked = peer.read("groups");
            assertEquals(null, asked.getString("group"));
            peer.say(groups(
                    asked,
                    "{\"group\":\"g\",\"filter\":\"a/#\",\"mode\":\"shared\",\"leaseMs\":5,\"maxAttempts\":6,"
                            + "\"backoffMs\":[1,2],\"deadLetter\":\"d\",\"offset\":43,\"lag\":12,\"inFlight\":3,"
                            + "\"delayed\":4,\"parked\":7,\"dead\":2,\"members\":1,\"later\":{}},"
                            + "{\"group\":\"$pop\",\"offset\":1,\"deadLetter\":null}"));
            assertEquals(
                    List.of(
                            new GroupInfo("g", "a/#", "shared", 5, 6, List.of(1, 2), "d", 43, 12, 3, 4, 7, 2, 1),
                            new GroupInfo("$pop", "", "", 0, 0, List.of(), "", 1, 0, 0, 0, 0, 0, 0)),
                    Clients.get(future));
        }
    }

    @Test
    void altersResetsAndDeletes() throws Exception {
        CompletableFuture<Void> altered =
                client.alterGroup(ConsumeOptions.builder("g").leaseMs(60_000).ask());
        try (NativePeer peer = service.welcome()) {
            JsonObject alter = peer.read("alterGroup");
            assertEquals(new JsonObject("{\"type\":\"alterGroup\",\"group\":\"g\",\"leaseMs\":60000,\"id\":1}"), alter);
            peer.say("{\"type\":\"groupAltered\",\"id\":1,\"group\":\"g\"}");
            Clients.get(altered);
            CompletableFuture<Long> reset = client.resetGroup("g", From.offset(42, null));
            JsonObject asked = peer.read("resetGroup");
            assertEquals(new JsonObject("{\"offset\":42,\"epoch\":\"k3\"}"), asked.getJsonObject("from"));
            peer.say("{\"type\":\"groupReset\",\"id\":2,\"group\":\"g\",\"offset\":42}");
            assertEquals(42, Clients.get(reset));
            CompletableFuture<Void> deleted = client.deleteGroup("g");
            assertEquals(true, peer.read("leave").getBoolean("delete"));
            peer.say("{\"type\":\"left\",\"id\":3,\"group\":\"g\",\"deleted\":true}");
            Clients.get(deleted);
        }
        assertThrows(IllegalArgumentException.class, () -> client.resetGroup("g", From.last(3)));
    }

    @Test
    void failsWithTheServersWordsAndTriesAgainWhatMaySucceed() throws Exception {
        CompletableFuture<List<GroupInfo>> one = client.groups("g");
        CompletableFuture<Void> two = client.deleteGroup("h");
        try (NativePeer peer = service.welcome()) {
            JsonObject first = peer.read("groups");
            assertEquals("g", first.getString("group"));
            peer.error(first, 503, "unavailable", true);
            peer.error(peer.read("leave"), 404, "unknownGroup", false);
            assertEquals(404, Clients.failure(two).code());
            JsonObject again = peer.read("groups");
            assertEquals(first, again);
            peer.say(groups(again, ""));
            assertEquals(List.of(), Clients.get(one));
        }
    }

    @Test
    void asksAgainAfterALossButChangesNothingTwice() throws Exception {
        CompletableFuture<List<GroupInfo>> question = client.groups();
        CompletableFuture<Void> change = client.deleteGroup("g");
        try (NativePeer peer = service.welcome()) {
            peer.read("groups");
            peer.read("leave");
            peer.reset();
        }
        assertEquals(WeirException.LOST, Clients.failure(change).name());
        try (NativePeer peer = service.welcome()) {
            peer.say(groups(peer.read("groups"), ""));
            assertEquals(List.of(), Clients.get(question));
        }
    }

    @Test
    void whatIsNotAnsweredFails() throws Exception {
        client.close();
        client = WeirClient.connect(Clients.to(service).publishTimeoutMs(50).build());
        CompletableFuture<List<GroupInfo>> silent = client.groups();
        assertEquals(WeirException.TIMEOUT, Clients.failure(silent).name());
        client.close();
        assertEquals(WeirException.CLOSED, Clients.failure(client.groups()).name());
    }
}
