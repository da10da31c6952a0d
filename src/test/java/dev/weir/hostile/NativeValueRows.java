package dev.weir.hostile;

import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.RawWs;
import java.io.IOException;
import java.text.Normalizer;

/** Frames of native clients that are JSON, with values that are not what they should be, or look as if. */
abstract class NativeValueRows {
    private static final String[] BAD_NAMES = {
        "null",
        "\"\"",
        "7",
        "true",
        "[\"a\"]",
        "{\"a\":1}",
        "\"" + "x".repeat(256) + "\"",
        "\"" + "é".repeat(128) + "\"",
        "\"" + "x".repeat(65_536) + "\"",
        "\"a\\u0000b\"",
        "\"a\\nb\"",
        "\"\\u001b[2J" + SECRET + "\"",
        "\"\\u009b\"",
        "\"a\\u202eb\"",
        "\"a\u202eb\"",
        "\"\\u2028\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\u007f\""
    };

    /** A frame with this topic or filter, as JSON. */
    private static String named(Server server, String name) {
        return server.publishes()
                ? "{\"type\":\"publish\",\"id\":1,\"data\":\"" + SECRET + "\",\"topic\":" + name + "}"
                : "{\"type\":\"subscribe\",\"id\":1,\"filter\":" + name + "}";
    }

    @Row(value = "H40", natively = true, logged = false)
    void refusesWhatIsNoTopicOrFilter(Server server) throws IOException {
        String word = server.publishes() ? "badTopic" : "badFilter";
        try (NativeWs client = NativeWs.open(server)) {
            for (String bad : BAD_NAMES) {
                client.refused(named(server, bad), 400, word);
            }
            client.refused(named(server, "1,\"x\":1").replaceAll("\"(topic|filter)\":1,", ""), 400, word);
            client.refused(named(server, "\"a\u0001\""), 400, "badFrame");
        }
    }

    @Row(value = "H41", natively = true, logged = false)
    void knowsWildcardsFromOrdinaryCharacters(Server server) throws IOException {
        String[] bad = server.publishes()
                ? new String[] {"#", "+", "hostile/#", "hostile/+/a", "a+", "$dead/a", "$"}
                : new String[] {"#/a", "a#", "a/#/b", "+a", "a/b+", "##"};
        try (NativeWs client = NativeWs.open(server)) {
            for (String name : bad) {
                String word = server.publishes() ? "badTopic" : "badFilter";
                client.refused(named(server, "\"" + name + "\""), 400, word);
            }
        }
        Stage stage = Stage.current();
        try (NativeWs to = NativeWs.open(stage.subscriber());
                NativeWs from = NativeWs.open(stage.publisher());
                RawWs seedTo = RawWs.open(stage.subscriber().port(), "/subscribe");
                RawWs seedFrom = RawWs.open(stage.publisher().port(), "/publish")) {
            for (String ordinary : new String[] {"hostile/*", "hostile/../b", "hostile/>"}) {
                to.subscribe(ordinary);
            }
            seedTo.sendText("{\"Topic\":\"#\",\"Content\":\"sub\"}");
            seedTo.sendText("{\"Topic\":\"hostile/+\",\"Content\":\"sub\"}");
            seedTo.roundTrip("subscribed");
            for (String other : new String[] {"hostile/x", "b", "hostile/b"}) {
                from.publish(1, other, "0");
            }
            for (String ordinary : new String[] {"hostile/*", "hostile/../b", "hostile/>"}) {
                from.publish(1, ordinary, "0");
                to.expect("{\"type\":\"message\",\"topic\":\"" + ordinary + "\",", "}");
            }
            String wild = "{\"Topic\":\"hostile/+\",\"Content\":\"1\"}";
            seedFrom.sendText(wild);
            assertEquals(wild, seedTo.readText());
        }
    }

    @Row(value = "H42", natively = true, logged = false)
    void tellsTopicsApartThatLookAlike(Server server) throws IOException {
        String composed = "hostile/é";
        String[] alike = {
            Normalizer.normalize(composed, Normalizer.Form.NFD), "hostile/\u0435", "Hostile/é", composed + " "
        };
        Stage stage = Stage.current();
        try (NativeWs to = NativeWs.open(stage.subscriber());
                NativeWs from = NativeWs.open(stage.publisher())) {
            to.subscribe(composed);
            for (String other : alike) {
                from.publish(1, other, "0");
            }
            from.publish(2, "hostile/\\u00e9", "1");
            to.expect("{\"type\":\"message\",\"topic\":\"" + composed + "\",", ",\"data\":1}");
        }
    }

    @Row(value = "H43", natively = true, logged = false)
    void takesNoNumberItCannotHold(Server server) throws IOException {
        String[] bad = {
            "1e999999999",
            "-1e-999999999",
            "9".repeat(100_000),
            "1.0",
            "1e2",
            "9007199254740992",
            "18446744073709551617",
            "-0.5"
        };
        try (NativeWs client = NativeWs.open(server)) {
            for (String number : bad) {
                client.refused("{\"type\":\"ping\",\"id\":" + number + "}", 400, "badFrame");
                String frame = server.publishes()
                        ? "{\"type\":\"publish\",\"topic\":\"hostile/n\",\"data\":1,\"producer\":\"p\",\"seq\":"
                                + number + "}"
                        : "{\"type\":\"subscribe\",\"filter\":\"hostile/n\",\"from\":{\"last\":" + number + "}}";
                client.refused(frame, 400, "badFrame");
            }
        }
    }

    @Row(value = "H44", natively = true, logged = false)
    void passesDataOnByteForByte(Server server) throws IOException {
        String[] datas = {
            "\"<script>alert('" + SECRET + "')</script>\"",
            "{ \"a\" : 1, \"a\" : 2 }",
            "1e999999999",
            "9".repeat(100_000),
            "\"\\u0000\\ud800\\u202e\"",
            "[\"'; DROP TABLE x; --\" ,\t\"../../etc\"]",
            "\"" + "\\".repeat(1_000) + "\""
        };
        Stage stage = Stage.current();
        try (NativeWs to = NativeWs.open(stage.subscriber());
                NativeWs from = NativeWs.open(stage.publisher())) {
            to.subscribe("hostile/data");
            for (String data : datas) {
                from.publish(1, "hostile/data", data);
                to.expect("{\"type\":\"message\",\"topic\":\"hostile/data\",", ",\"data\":" + data + "}");
            }
        }
    }

    @Row(value = "H50", natively = true, logged = false)
    void refusesMembersOfTheWrongKind(Server server) throws IOException {
        String long129 = "\"" + "i".repeat(129) + "\"";
        try (NativeWs client = NativeWs.open(server)) {
            for (String id : new String[] {"null", "true", "[1]", "{}", long129, "\"" + SECRET.repeat(100) + "\""}) {
                client.refused("{\"type\":\"ping\",\"id\":" + id + "}", 400, "badFrame");
            }
            String frame = server.publishes()
                    ? "{\"type\":\"publish\",\"topic\":\"hostile/a\","
                    : "{\"type\":\"subscribe\",\"filter\":\"hostile/a\",";
            String[] rest = server.publishes()
                    ? new String[] {
                        "\"x\":1",
                        "\"data\":1,\"dataB64\":\"AA==\"",
                        "\"dataB64\":\"" + SECRET + "\"",
                        "\"dataB64\":7",
                        "\"data\":1,\"key\":\"\"",
                        "\"data\":1,\"key\":\"" + "k".repeat(256) + "\"",
                        "\"data\":1,\"headers\":[]",
                        "\"data\":1,\"headers\":{\"a\":1}",
                        "\"data\":1,\"headers\":{\"a\":\"" + "h".repeat(8_192) + "\"}",
                        "\"data\":1,\"producer\":\"p\"",
                        "\"data\":1,\"seq\":1",
                        "\"data\":1,\"producer\":\"p\",\"seq\":0",
                        "\"data\":1,\"producer\":" + long129 + ",\"seq\":1",
                        "\"data\":1,\"producer\":\"a\\u0000\",\"seq\":1"
                    }
                    : new String[] {
                        "\"from\":\"" + SECRET + "\"",
                        "\"from\":7",
                        "\"from\":{\"offset\":-1,\"epoch\":\"k3.0\"}",
                        "\"from\":{\"offset\":1}",
                        "\"from\":{\"last\":0}",
                        "\"from\":{\"last\":10001}",
                        "\"from\":{\"time\":-1}",
                        "\"from\":{\"time\":1,\"last\":1}",
                        "\"onSlow\":\"" + SECRET + "\"",
                        "\"onSlow\":1"
                    };
            for (String members : rest) {
                client.refused(frame + members + "}", 400, "badFrame");
            }
        }
    }
}
