package dev.weir.hostile;

import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.internal.PlatformDependent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Members of groups who do with their deliveries what they should not, or nothing at all. */
abstract class NativeMemberRows {
    private static final int BATCH = 1_000;
    private static final int GROUPS_MAX = 1_000;
    private static final long FLAT = 16 << 20;
    private static final String ANY_TAG = ",\"upTo\":9007199254740991";

    @Row(value = "H59", groups = true, logged = false)
    void tellsWhichTagsHadNoEffect(Server server) throws IOException {
        try (GroupMember one = GroupMember.founder(server, ",\"maxInFlight\":1,\"backoffMs\":[]");
                GroupMember two = one.another(server, ",\"maxInFlight\":1")) {
            one.publish(2);
            long first = one.takes(1, 1);
            long second = two.takes(2, 1);
            assertEquals(new JsonArray().add(777).add(second), one.ack("777," + second));
            assertEquals(new JsonArray(), one.ack(String.valueOf(first)));
            assertEquals(new JsonArray().add(first).add(first), one.ack(first + "," + first));
            assertEquals(new JsonArray(), one.say("ack", ANY_TAG, "acked").getJsonArray("stale"));
            // Another's ack has done nothing to it: its lease can still be cut short, and it comes again.
            JsonArray none = two.say("extend", ",\"byMs\":100,\"tags\":[" + second + "]", "extended")
                    .getJsonArray("stale");
            assertEquals(new JsonArray(), none);
            long again = one.takes(2, 2);
            for (String verb : new String[] {"ack", "nack", "extend"}) {
                String by = verb.equals("extend") ? ",\"byMs\":100" : "";
                String answer = verb.equals("extend") ? "extended" : verb + "ed";
                JsonObject told = two.say(verb, ",\"tags\":[" + second + "]" + by, answer);
                assertEquals(new JsonArray().add(second), told.getJsonArray("stale"));
            }
            assertEquals(new JsonArray(), one.ack(String.valueOf(again)));
        }
    }

    @Row(value = "H60", groups = true, logged = false)
    void buriesWhatIsRefusedForEver(Server server) throws IOException {
        try (GroupMember member = GroupMember.founder(server, ",\"maxAttempts\":50,\"backoffMs\":[]");
                NativeWs graves = NativeWs.open(server)) {
            graves.subscribe("$dead/" + member.group());
            member.publish(1);
            for (int attempt = 1; attempt <= 50; attempt++) {
                long tag = member.takes(1, attempt);
                member.say("nack", ",\"tags\":[" + tag + "],\"reason\":\"" + SECRET + "\"", "nacked");
            }
            graves.expect("{\"type\":\"message\",\"topic\":\"$dead/" + member.group() + "\",", ",\"data\":1}");
            member.publish(1);
            long tag = member.takes(1, 1);
            member.say("nack", ",\"tags\":[" + tag + "],\"dead\":true,\"delayMs\":86400000", "nacked");
            graves.expect(
                    "{\"type\":\"message\",", "\"weir-dead-attempts\":\"1\",\"weir-dead-reason\":\"\"},\"data\":1}");
            member.ws().goesOn();
            assertEquals(2, member.status().getInteger("dead"));
        }
    }

    @Row(value = "H61", groups = true, logged = false)
    void capsWhatIsInFlightToOneWhoNeverAcknowledges(Server server) throws IOException {
        try (GroupMember member = GroupMember.founder(server, ",\"maxInFlight\":2,\"leaseMs\":100,\"backoffMs\":[]")) {
            member.publish(5);
            for (int attempt = 1; attempt <= 2; attempt++) {
                member.takes(1, attempt);
                member.takes(2, attempt);
                assertTrue(member.status().getInteger("inFlight") <= 2);
            }
        }
    }

    @Row(value = "H62", groups = true, logged = false)
    void givesOthersTheRestOfOneWhoNeverReads(Server server) throws IOException {
        long before = PlatformDependent.usedDirectMemory();
        try (GroupMember reader = GroupMember.founder(server, ",\"backoffMs\":[]")) {
            NativeWs stuck = NativeWs.openSmall(server, 4096);
            stuck.send(reader.frame("consume", ",\"maxInFlight\":1000"));
            stuck.expect("{\"type\":\"consuming\",", "}");
            String data = "\"" + "x".repeat(100_000) + "\"";
            try (NativeWs publisher = NativeWs.open(Stage.current().publisher())) {
                for (int i = 0; i < 40; i++) {
                    publisher.publish(i, reader.topic(), data);
                }
            }
            // A megabyte is with the stuck one at most, one message more.
            int taken = 0;
            while (taken < 40 - 12) {
                taken += reader.delivery().getInteger("attempt");
                reader.ws().send("{\"type\":\"ack\",\"group\":\"" + reader.group() + "\"" + ANY_TAG + "}");
            }
            long grown = PlatformDependent.usedDirectMemory() - before;
            assertTrue(grown < FLAT, "memory grew by " + grown);
            stuck.ws().socket().reset();
        }
    }

    @Row(value = "H63", groups = true, logged = false)
    void lets10000ComeAndLeave(Server server) throws IOException {
        try (GroupMember member = GroupMember.founder(server, "");
                NativeWs client = NativeWs.open(server)) {
            String both = member.frame("consume", "") + "," + member.frame("leave", "");
            String batch = "[" + (both + ",").repeat(BATCH / 2 - 1) + both + "]";
            for (int sent = 0; sent < 10_000; sent += BATCH / 2) {
                client.send(batch);
                int left = 0;
                while (left < BATCH / 2) {
                    left += client.read().startsWith("{\"type\":\"left\",") ? 1 : 0;
                }
            }
            member.publish(1);
            member.takes(1, 1);
            assertEquals(1, member.status().getInteger("members"));
        }
    }

    @Row(value = "H64", groups = true, logged = false)
    void boundsTheGroupsOfOneClient(Server server) throws IOException {
        try (NativeWs client = NativeWs.open(server)) {
            for (int from = 0; from < GROUPS_MAX; from += 100) {
                client.send(hundred(from, "consume\",\"filter\":\"hostile/many\""));
                for (int i = 0; i < 100; i++) {
                    client.expect("{\"type\":\"consuming\",", "}");
                }
            }
            client.refused("{\"type\":\"consume\",\"group\":\"more\",\"filter\":\"hostile/many\"}", 403, "forbidden");
            for (int from = 0; from < GROUPS_MAX; from += 100) {
                client.send(hundred(from, "leave\",\"delete\":true"));
                for (int i = 0; i < 100; i++) {
                    client.expect("{\"type\":\"left\",", "\"deleted\":true}");
                }
            }
        }
    }

    private static String hundred(int from, String frame) {
        return IntStream.range(from, from + 100)
                .mapToObj(i -> "{\"type\":\"" + frame + ",\"group\":\"many-" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Row(value = "H65", groups = true)
    void cutsOffOneWhoAcknowledgesAndNeverReads(Server server) throws IOException {
        long before = PlatformDependent.usedDirectMemory();
        try (GroupMember member = GroupMember.founder(server, "");
                NativeWs client = NativeWs.openSmall(server, 4096)) {
            member.another(client, "");
            String ack = member.frame("ack", ",\"tags\":[1]").replace("\"id\":1", "\"id\":\"" + "i".repeat(120) + "\"");
            String hundred = "[" + (ack + ",").repeat(99) + ack + "]";
            try {
                for (int i = 0; i < 1_000; i++) {
                    client.send(hundred);
                    member.ws().goesOn();
                }
            } catch (SocketException e) {
                // Cut off already, which is looked at below.
            }
            long grown = PlatformDependent.usedDirectMemory() - before;
            assertTrue(grown < FLAT, "memory grew by " + grown);
            assertEquals(4001, client.ws().awaitClose(false).code());
        }
    }
}
