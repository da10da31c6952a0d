package dev.weir.hostile;

import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** Frames about groups that say what cannot be, or what the one who says it may not. */
abstract class NativeGroupRows {
    private static final String[] BAD_NAMES = {
        "",
        "x".repeat(65),
        "x".repeat(65_536),
        "../x",
        ".x",
        "..",
        "/etc/" + SECRET,
        "a/b",
        "a\\\\b",
        "a b",
        "a\\u0000",
        "a\\nb",
        "\\u001b[2J" + SECRET,
        "\\\"",
        "'; drop",
        "$popp",
        "#",
        "+",
        "*",
        "é",
        "\\u0435",
        "\\ud800"
    };

    @Row(value = "H52", groups = true, logged = false)
    void refusesWhatIsNoNameOfAGroup(Server server) throws IOException {
        try (NativeWs client = NativeWs.open(server)) {
            for (String name : BAD_NAMES) {
                isNoName(client, "\"" + name + "\"");
            }
            for (String name : new String[] {"null", "7", "true", "[\"a\"]", "{}"}) {
                isNoName(client, name);
            }
            client.refused("{\"type\":\"consume\",\"filter\":\"hostile/a\"}", 400, "badFrame");
            JsonObject none = client.ask("{\"type\":\"groups\",\"group\":\"../x\"}", "groups");
            assertEquals(new JsonArray(), none.getJsonArray("groups"));
        }
    }

    private static void isNoName(NativeWs client, String name) throws IOException {
        String[] frames = {
            "consume\",\"filter\":\"hostile/a\"",
            "ack\",\"tags\":[1]",
            "leave\",\"delete\":true",
            "resetGroup\",\"from\":\"new\""
        };
        for (String frame : frames) {
            client.refused("{\"type\":\"" + frame + ",\"group\":" + name + "}", 400, "badFrame");
        }
    }

    @Row(value = "H53", groups = true, logged = false)
    void refusesSettingsOutOfTheirRange(Server server) throws IOException {
        String[] bad = {
            "\"maxInFlight\":0",
            "\"maxInFlight\":-1",
            "\"maxInFlight\":10001",
            "\"maxInFlight\":2147483648",
            "\"maxInFlight\":1.5",
            "\"maxInFlight\":1e3",
            "\"maxInFlight\":\"x\"",
            "\"maxInFlight\":null",
            "\"maxInFlight\":" + "9".repeat(100_000),
            "\"leaseMs\":99",
            "\"leaseMs\":43200001",
            "\"leaseMs\":\"" + SECRET + "\"",
            "\"maxAttempts\":0",
            "\"maxAttempts\":1001",
            "\"backoffMs\":1000",
            "\"backoffMs\":[-1]",
            "\"backoffMs\":[86400001]",
            "\"backoffMs\":[\"1\"]",
            "\"backoffMs\":[1,]",
            "\"backoffMs\":[" + "1,".repeat(16) + "1]",
            "\"backoffMs\":[" + "[".repeat(200) + "]".repeat(201),
            "\"mode\":\"" + SECRET + "\"",
            "\"mode\":2",
            "\"deadLetter\":\"dead/#\"",
            "\"deadLetter\":\"$sys/dead\"",
            "\"deadLetter\":\"\"",
            "\"deadLetter\":\"hostile/a\""
        };
        try (NativeWs client = NativeWs.open(server)) {
            for (String setting : bad) {
                client.refused(consume("never", setting), 400, "badFrame");
            }
            client.refused("{\"type\":\"consume\",\"group\":\"never\",\"filter\":\"a/#/b\"}", 400, "badFilter");
            client.refused("{\"type\":\"consume\",\"group\":\"never\",\"filter\":\"$dead/never\"}", 400, "badFilter");
            isNotThere(client, "never");
        }
    }

    private static String consume(String group, String more) {
        return "{\"type\":\"consume\",\"id\":1,\"group\":\"" + group + "\",\"filter\":\"hostile/a\"," + more + "}";
    }

    private static void isNotThere(NativeWs client, String group) throws IOException {
        client.refused("{\"type\":\"consume\",\"id\":1,\"group\":\"" + group + "\"}", 404, "unknownGroup");
    }

    @Row(value = "H54", groups = true, logged = false)
    void beginsNowhereButAtAPlaceThereIs(Server server) throws IOException {
        String[] bad = {
            "{\"offset\":-1,\"epoch\":\"k3.0\"}",
            "{\"offset\":1.5,\"epoch\":\"k3.0\"}",
            "{\"offset\":1}",
            "{\"time\":-1}",
            "{\"last\":1}",
            "\"" + SECRET + "\"",
            "7",
            "null"
        };
        try (NativeWs client = NativeWs.open(server)) {
            for (String from : bad) {
                client.refused(consume("never", "\"from\":" + from), 400, "badFrame");
                client.refused("{\"type\":\"resetGroup\",\"group\":\"never\",\"from\":" + from + "}", 400, "badFrame");
            }
            isNotThere(client, "never");
        }
        try (GroupMember member = GroupMember.founder(server, "")) {
            String epoch = member.ws()
                    .ask("{\"type\":\"subscribe\",\"id\":2,\"filter\":\"hostile/none\"}", "subscribed")
                    .getString("epoch");
            String beyond = ",\"from\":{\"offset\":9007199254740991,\"epoch\":\"" + epoch + "\"}";
            long offset = member.say("resetGroup", beyond, "groupReset").getLong("offset");
            member.publish(1);
            long next = member.delivery().getLong("offset");
            assertTrue(next >= offset && next < offset + 1_000, next + " after " + offset);
        }
    }

    @Row(value = "H55", groups = true, logged = false)
    void refusesTagsThatAreNone(Server server) throws IOException {
        String[] settles = {
            "",
            ",\"tags\":[]",
            ",\"tags\":[1" + ",1".repeat(1_000) + "]",
            ",\"tags\":[\"1\"]",
            ",\"tags\":[-1]",
            ",\"tags\":[0]",
            ",\"tags\":[1.0]",
            ",\"tags\":[9007199254740992]",
            ",\"tags\":[[1]]",
            ",\"tags\":[1,]",
            ",\"tags\":1",
            ",\"tags\":null",
            ",\"tags\":[1],\"upTo\":1",
            ",\"upTo\":0",
            ",\"upTo\":-1",
            ",\"upTo\":\"" + SECRET + "\""
        };
        String[] nacks = {
            ",\"upTo\":9,\"delayMs\":-1",
            ",\"upTo\":9,\"delayMs\":86400001",
            ",\"upTo\":9,\"dead\":1",
            ",\"upTo\":9,\"dead\":\"true\"",
            ",\"upTo\":9,\"reason\":7",
            ",\"upTo\":9,\"reason\":\"" + "é".repeat(128) + "\""
        };
        try (GroupMember member = GroupMember.founder(server, "")) {
            member.publish(1);
            long tag = member.takes(1, 1);
            for (String settle : settles) {
                for (String type : new String[] {"ack", "nack", "extend"}) {
                    String by = type.equals("extend") ? ",\"byMs\":1000" : "";
                    member.ws().refused(member.frame(type, settle + by), 400, "badFrame");
                }
            }
            for (String nack : nacks) {
                member.ws().refused(member.frame("nack", nack), 400, "badFrame");
            }
            for (String by : new String[] {"", ",\"byMs\":99", ",\"byMs\":43200001", ",\"byMs\":\"x\""}) {
                member.ws().refused(member.frame("extend", ",\"upTo\":9" + by), 400, "badFrame");
            }
            assertEquals(new JsonArray(), member.ack(String.valueOf(tag)));
        }
    }

    @Row(value = "H56", groups = true, logged = false)
    void refusesWhatTheGroupIsNot(Server server) throws IOException {
        String[] differs = {
            ",\"filter\":\"hostile/other\"",
            ",\"mode\":\"keyOrdered\"",
            ",\"leaseMs\":1000",
            ",\"maxAttempts\":9",
            ",\"backoffMs\":[]",
            ",\"deadLetter\":\"$dead/" + SECRET + "\""
        };
        String[] alters = {"", ",\"filter\":\"hostile/a\"", ",\"mode\":\"shared\"", ",\"leaseMs\":1"};
        try (GroupMember member = GroupMember.founder(server, "");
                NativeWs client = NativeWs.open(server)) {
            JsonObject before = member.status();
            for (String setting : differs) {
                client.refused(member.frame("consume", setting), 409, "groupDiffers");
            }
            for (String setting : alters) {
                client.refused(member.frame("alterGroup", setting), 400, "badFrame");
            }
            client.refused(member.frame("alterGroup", ",\"deadLetter\":\"" + member.topic() + "\""), 400, "badFilter");
            member.ws().refused(member.frame("consume", ""), 400, "badFrame"); // a second time
            JsonObject after = member.status();
            for (String moves : new String[] {"offset", "lag"}) {
                before.remove(moves);
                after.remove(moves);
            }
            assertEquals(before, after);
            assertEquals(1, after.getInteger("members"));
        }
    }

    @Row(value = "H57", groups = true, logged = false)
    void refusesWhatTheRightsDoNotCover(Server server) throws IOException {
        try (NativeWs founder = NativeWs.open(server);
                NativeWs plain = NativeWs.openAs(server, "plain")) {
            String dead = "{\"type\":\"consume\",\"id\":1,\"group\":\"mourners\",\"filter\":\"$dead/#\"}";
            plain.refused(dead, 403, "forbidden");
            isNotThere(plain, "mourners");
            founder.refused(consume("never", "\"deadLetter\":\"a\"").replace("hostile/a", "$sys/#"), 403, "forbidden");
            founder.refused(consume("never", "\"x\":1").replace("hostile/a", "$sys/#"), 403, "forbidden");
            founder.ask(dead.replace("$dead/#", "$dead/mourned"), "consuming");
            String[] frames = {
                "consume\"", "leave\",\"delete\":true", "alterGroup\",\"leaseMs\":100", "resetGroup\",\"from\":\"new\""
            };
            for (String frame : frames) {
                plain.refused("{\"type\":\"" + frame + ",\"group\":\"mourners\"}", 403, "forbidden");
            }
            JsonObject listed = plain.ask("{\"type\":\"groups\",\"group\":\"mourners\"}", "groups");
            assertEquals(new JsonArray(), listed.getJsonArray("groups"));
            founder.ask("{\"type\":\"leave\",\"group\":\"mourners\",\"delete\":true}", "left");
        }
    }

    @Row(value = "H58", groups = true, logged = false)
    void refusesWhatIsSaidOfAGroupThatIsNotOnes(Server server) throws IOException {
        String[] ofMembers = {"ack\",\"tags\":[1]", "nack\",\"upTo\":1", "extend\",\"upTo\":1,\"byMs\":1000", "leave\""
        };
        String[] ofAll = {"leave\",\"delete\":true", "alterGroup\",\"leaseMs\":100", "resetGroup\",\"from\":\"new\""};
        try (GroupMember member = GroupMember.founder(server, "");
                NativeWs client = NativeWs.open(server)) {
            for (String frame : ofMembers) {
                for (String group : new String[] {member.group(), "never"}) {
                    client.refused(of(group, frame), 404, "unknownGroup");
                }
            }
            for (String frame : ofAll) {
                client.refused(of("never", frame), 404, "unknownGroup");
            }
        }
    }

    private static String of(String group, String frame) {
        return "{\"type\":\"" + frame + ",\"group\":\"" + group + "\"}";
    }
}
