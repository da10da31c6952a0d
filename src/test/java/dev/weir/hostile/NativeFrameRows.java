package dev.weir.hostile;

import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What native clients send in place of frames. */
abstract class NativeFrameRows {
    private static final String PING = "{\"type\":\"ping\"}";

    @Row(value = "H37", natively = true, logged = false)
    void tellsTheSenderAloneOfWhatIsNoFrame(Server server) throws IOException {
        String[] bad = {
            "",
            " ",
            SECRET,
            "{",
            "}",
            "{\"type\":\"ping\"",
            "{'type':'ping'}",
            "{\"type\":\"ping\",}",
            "17",
            "null",
            "true",
            "\"ping\"",
            "[]",
            "[17]",
            "[null]",
            "[" + PING.replace("ping", SECRET) + "]",
            "[[" + PING + "]]",
            "{}",
            "{\"type\":null}",
            "{\"type\":[\"ping\"]}",
            "{\"type\":\"PING\"}",
            "\ufeff" + PING,
            PING + PING,
            PING + " x",
            PING + ",",
            PING + "\u0000",
            "//" + SECRET + "\n" + PING,
            "{\"type\":\"ping\",\"x\":NaN}",
            "{\"type\":\"ping\",\"x\":01}",
            "{\"type\":\"ping\",\"x\":\"a\nb\"}",
            "{\"type\":\"ping\",\"x\":\"\\x\"}"
        };
        try (NativeWs other = NativeWs.open(Stage.current().subscriber());
                NativeWs client = NativeWs.open(server)) {
            other.subscribe("hostile/#");
            for (String message : bad) {
                client.refused(message, 400, "badFrame");
            }
            other.goesOn();
        }
    }

    @Row(value = "H38", natively = true, logged = false)
    void refusesWhatIsNestedTooDeep(Server server) throws IOException {
        try (NativeWs client = NativeWs.open(server)) {
            client.refused("[".repeat(100_000), 400, "badFrame");
            client.refused("{\"x\":".repeat(20_000), 400, "badFrame");
            client.refused(ignored("[".repeat(100_000)), 400, "badFrame");
            client.refused(ignored("[".repeat(257) + "]".repeat(257)), 400, "badFrame");
            client.ask(ignored("[".repeat(200) + "]".repeat(200)), "pong");
        }
    }

    private static String ignored(String value) {
        return "{\"type\":\"ping\",\"x\":" + value + "}";
    }

    @Row(value = "H39", natively = true, logged = false)
    void refusesAMemberThatIsThereTwice(Server server) throws IOException {
        String known = server.publishes()
                ? "{\"type\":\"publish\",\"topic\":\"hostile/a\",\"data\":1,"
                : "{\"type\":\"subscribe\",\"filter\":\"hostile/a\",";
        String again = server.publishes() ? "\"topic\"" : "\"filter\"";
        try (NativeWs client = NativeWs.open(server)) {
            client.refused("{\"type\":\"ping\",\"type\":\"ping\"}", 400, "badFrame");
            client.refused("{\"type\":\"ping\",\"\\u0074ype\":\"" + SECRET + "\"}", 400, "badFrame");
            client.refused("{\"type\":\"ping\",\"id\":1,\"id\":1}", 400, "badFrame");
            client.refused(known + again + ":\"hostile/a\"}", 400, "badFrame");
            if (server.publishes()) {
                client.refused(known + "\"data\":\"" + SECRET + "\"}", 400, "badFrame");
                client.refused(known + "\"headers\":{\"h\":\"1\",\"\\u0068\":\"2\"}}", 400, "badFrame");
            }
        }
    }

    @Row(value = "H45", natively = true, logged = false)
    void refusesFramesOnTheWrongSocketAndUnknownOnes(Server server) throws IOException {
        String[] here = server.publishes()
                ? new String[] {
                    "subscribe\",\"filter\":\"a",
                    "unsubscribe\",\"filter\":\"a",
                    "consume\",\"group\":\"g",
                    "ack\",\"upTo\":1,\"group\":\"g",
                    "leave\",\"group\":\"g",
                    "groups\",\"group\":\"g",
                    "resetGroup\",\"from\":\"new\",\"group\":\"g"
                }
                : new String[] {"publish\",\"topic\":\"hostile/a\",\"data\":\"" + SECRET};
        String[] nowhere = {
            "welcome", "published", "message", "goaway", "close", "consume", "ack", "nack", "extend", "leave", SECRET
        };
        try (NativeWs other = NativeWs.open(Stage.current().subscriber());
                NativeWs client = NativeWs.open(server)) {
            other.subscribe("hostile/#");
            for (String[] types : new String[][] {here, nowhere}) {
                for (String type : types) {
                    client.refused("{\"type\":\"" + type + "\"}", 400, "badFrame");
                }
            }
            other.goesOn();
        }
    }

    @Row(value = "H48", natively = true, logged = false)
    void closesOnBinary(Server server) throws IOException {
        try (NativeWs client = NativeWs.open(server)) {
            client.ws().sendBinary(PING.getBytes(StandardCharsets.UTF_8));
            assertEquals(1003, client.ws().awaitClose().code());
        }
    }

    @Row(value = "H49", natively = true, logged = false)
    void takesOnlySoMuchInOneBatch(Server server) throws IOException {
        try (NativeWs client = NativeWs.open(server)) {
            client.send("[" + (PING + ",").repeat(1_200) + PING + "]");
            for (int i = 0; i < 1_000; i++) {
                assertEquals("{\"type\":\"pong\"}", client.read());
            }
            client.expect("{\"type\":\"error\",\"code\":413,\"name\":\"tooLarge\",", "}");
            client.goesOn();
            client.send("[" + PING + ",17," + PING + "," + SECRET + "," + PING + "]");
            client.expect("{\"type\":\"pong\"}", "");
            client.expect("{\"type\":\"error\",\"code\":400,", "}");
            client.expect("{\"type\":\"pong\"}", "");
            client.expect("{\"type\":\"error\",\"code\":400,", "}");
            client.goesOn();
        }
    }
}
