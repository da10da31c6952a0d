package dev.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupReaderTest {
    private static final List<String> OF_ONE_GROUP = List.of(
            "consume\"",
            "ack\",\"upTo\":1",
            "nack\",\"upTo\":1",
            "extend\",\"upTo\":1,\"byMs\":100",
            "leave\"",
            "alterGroup\",\"leaseMs\":100",
            "resetGroup\",\"from\":\"new\"");

    private final NativeClient client = new NativeClient();

    private static String frame(String typeAndMembers) {
        return "{\"id\":3,\"type\":\"" + typeAndMembers + "}";
    }

    private static String of(String type, String members) {
        return frame(type + "\",\"group\":\"g\"" + (members.isEmpty() ? "" : ",") + members);
    }

    private void refused(String says, String message) {
        client.refused("3 400 badFrame retryable=false: " + says, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"group\":null",
                ",\"group\":7",
                ",\"group\":\"\"",
                ",\"group\":\".a\"",
                ",\"group\":\"$poppers\"",
                ",\"group\":\"a/b\"",
                ",\"group\":\"a b\"",
                ",\"group\":\"é\"",
                ",\"group\":\"\\ud800\"",
                ",\"group\":\"a\\u0000\""
            })
    void aGroupHasAPlainName(String member) {
        for (String frame : OF_ONE_GROUP) {
            refused("group: 1 to 64 characters of A-Z a-z 0-9 . _ -,", frame(frame + member));
        }
    }

    @Test
    void thePoppersGroupIsResetAndDeletedAndNothingElse() {
        assertEquals(
                "ResetGroup[group=$pop, from=New[], id=3]",
                client.one(frame("resetGroup\",\"from\":\"new\",\"group\":\"$pop\"")));
        assertEquals(
                "Leave[group=$pop, delete=true, id=3]",
                client.one(frame("leave\",\"delete\":true,\"group\":\"$pop\"")));
        for (String frame : List.of("consume\"", "ack\",\"upTo\":1", "alterGroup\",\"leaseMs\":100")) {
            refused("group: 1 to 64 characters", frame(frame + ",\"group\":\"$pop\""));
        }
    }

    @Test
    void aNameIsAtMost64CharactersLong() {
        for (String frame : OF_ONE_GROUP) {
            refused("group: ", frame(frame + ",\"group\":\"" + "g".repeat(65) + "\""));
            assertTrue(client.one(frame(frame + ",\"gr\\u006fup\":\"" + "g".repeat(64) + "\""))
                    .contains("ggg"));
        }
    }

    @Test
    void aListingIsForAnyName() {
        assertEquals("Groups[group=$pop, id=3]", client.one(frame("groups\",\"group\":\"$pop\"")));
        assertEquals("Groups[group=é , id=3]", client.one(frame("groups\",\"group\":\"é \"")));
        for (String group : List.of("null", "1", "\"\"", "\"\\udc00\"", "\"" + "g".repeat(65) + "\"", "[\"g\"]")) {
            refused("group: a string of 1 to 64 bytes", frame("groups\",\"group\":" + group));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"a+\"", "\"#/a\"", "[\"a\"]", "\"\\ud800\"", "7"})
    void aFilterThatIsNoneIsABadFilter(String filter) {
        client.refused("3 400 badFilter retryable=false: filter: ", of("consume", "\"filter\":" + filter));
    }

    /** Every setting, at its limits and beyond. The message says what is right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "leaseMs | leaseMs: 100 to 43200000 | 100 43200000 | 99 43200001 0 -100 100.0 1e3 null \"100\" [100] true",
                "maxAttempts | maxAttempts: 1 to 1000 | 1 1000 | 0 1001 -1 1.5 null {} 9007199254740993",
                "backoffMs | backoffMs: an array of 0 to 16 integers from 0 to 86400000 | [] [0] [86400000,1] [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0] |"
                        + " [86400001] [-1] [1.5] [null] [[1]] [\"1\"] 1000 null {} \"\" [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
                "deadLetter | deadLetter: a topic without + and #, and without a leading $ unless with $dead/ |"
                        + " \"a\" \"a/b\" \"$dead/g\" \"é\" | \"\" \"+\" \"a/#\" \"$sys\" \"$dead\" \"$dead/+\" null 7 \"a\\u0000\""
            })
    void aSettingIsWithinItsLimits(String name, String says, String good, String bad) {
        for (String value : good.split(" ")) {
            String read = value.replace("\"", "").replace(",", ", ");
            String member = "\"" + name + "\":" + value;
            assertTrue(client.one(of("consume", member)).contains(name + "=" + read), value);
            assertTrue(client.one(of("alterGroup", member)).contains(name + "=" + read), value);
        }
        for (String value : bad.split(" ")) {
            refused(says, of("consume", "\"" + name + "\":" + value));
            refused(says, of("alterGroup", "\"" + name + "\":" + value));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "consume | maxInFlight | maxInFlight: 1 to 10000 | 1 10000 | 0 10001 -1 1.0 null \"1\"",
                "consume | mode | mode: \"shared\" or \"keyOrdered\" | \"shared\" \"k\\u0065yOrdered\" | null \"\" \"Shared\" \"SHARED\" 1 \"keyOrderedkeyOrdered\"",
                "nack | upTo | upTo: an integer from 1 on | 1 9007199254740991 | 0 -1 9007199254740992 1.0 \"1\" [1] null",
                "ack | tags | tags: an array of 1 to 1000 integers from 1 on | [1] [9007199254740991,1,1] | [] [0] [-1] [1.0] [\"1\"] [1,null] [[1]] {} 1 null",
            })
    void aMemberIsWithinItsLimits(String type, String name, String says, String good, String bad) {
        for (String value : good.split(" ")) {
            String frame = client.one(of(type, "\"" + name + "\":" + value));
            assertTrue(!frame.startsWith("error"), frame);
        }
        for (String value : bad.split(" ")) {
            refused(says, of(type, "\"" + name + "\":" + value));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nack | delayMs | delayMs: 0 to 86400000 | 0 86400000 | -1 86400001 1.5 null \"0\"",
                "nack | dead | dead: true or false | true false | null 0 1 \"true\" []",
                "nack | reason | reason: a string of at most 255 bytes | \"\" \"é\" | null 0 \"\\ud800\" [\"a\"]",
                "extend | byMs | byMs: 100 to 43200000 | 100 43200000 | 99 43200001 null 100.5 \"100\"",
            })
    void whatIsSaidOfDeliveriesIsWithinItsLimits(String type, String name, String says, String good, String bad) {
        for (String value : good.split(" ")) {
            assertTrue(
                    client.one(of(type, "\"upTo\":5,\"" + name + "\":" + value)).startsWith("Settle"), value);
        }
        for (String value : bad.split(" ")) {
            refused(says, of(type, "\"tags\":[5],\"" + name + "\":" + value));
        }
    }

    @Test
    void tagsOrUpToSayWhichDeliveries() {
        for (String type : List.of("ack", "nack", "extend")) {
            refused("tags or upTo, just one of them", of(type, "\"byMs\":100"));
            refused("tags or upTo, just one of them", of(type, "\"byMs\":100,\"tags\":[1],\"upTo\":1"));
        }
        refused("byMs: ", of("extend", "\"upTo\":1"));
        String thousand =
                IntStream.rangeClosed(1, 1000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertTrue(client.one(of("ack", "\"tags\":[ " + thousand + " ]")).contains(", 1000], upTo=0"));
        refused("tags: an array of 1 to 1000", of("ack", "\"tags\":[" + thousand + ",1001]"));
    }

    @Test
    void aReasonIsAtMost255BytesLong() {
        String longest = "é".repeat(127) + "x";
        String start = "\"tags\":[1],\"reason\":\"" + longest;
        assertTrue(client.one(of("nack", start + "\"")).contains("reason=" + longest + ","));
        refused("reason: ", of("nack", start + "x\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "\"latest\"",
                "{}",
                "{\"last\":1}",
                "{\"offset\":1}",
                "{\"time\":-1}",
                "{\"time\":1,\"last\":1}"
            })
    void aGroupBeginsAtAPlaceButNotAtTheLastOfATopic(String from) {
        String says = "from: \"new\", \"earliest\", {\"offset\":n,\"epoch\":\"e\"} or {\"time\":epochMs}";
        refused(says, of("consume", "\"from\":" + from));
        refused(says, of("resetGroup", "\"from\":" + from));
        refused(says, of("resetGroup", ""));
    }

    @Test
    void aGroupDoesNotEatItsOwnDeadLetters() {
        String dead = ",\"deadLetter\":\"dead/g\"";
        refused("deadLetter: a topic that the filter does not match", of("consume", "\"filter\":\"dead/#\"" + dead));
        refused("deadLetter: a topic that the filter does not match", of("consume", "\"filter\":\"#\"" + dead));
        assertTrue(client.one(of("consume", "\"filter\":\"live/#\"" + dead)).startsWith("Consume"));
        assertTrue(client.one(of("consume", "\"filter\":\"#\",\"deadLetter\":\"$dead/g\""))
                .startsWith("Consume"));
    }

    @Test
    void anAlterationSaysSomethingButNeitherFilterNorMode() {
        refused("one at least of leaseMs,", of("alterGroup", ""));
        refused("one at least of leaseMs,", of("alterGroup", "\"maxInFlight\":5,\"from\":\"new\""));
        refused("filter and mode of a group cannot", of("alterGroup", "\"leaseMs\":100,\"filter\":\"a\""));
        refused("filter and mode of a group cannot", of("alterGroup", "\"leaseMs\":100,\"mode\":\"shared\""));
        assertTrue(client.one(of("alterGroup", "\"backoffMs\":[]")).contains("backoffMs=[]"));
    }

    @Test
    void aDeletionIsTrueOrFalse() {
        assertEquals("Leave[group=g, delete=true, id=3]", client.one(of("leave", "\"delete\":true")));
        assertEquals("Leave[group=g, delete=false, id=3]", client.one(of("leave", "")));
        for (String value : List.of("null", "1", "\"true\"", "{}")) {
            refused("delete: true or false", of("leave", "\"delete\":" + value));
        }
    }

    @Test
    void longNamesAreWholeAndOnce() {
        assertTrue(client.one(of("consume", "\"maxInFlights\":0,\"maxInFlt\":0,\"deadLetters\":0"))
                .startsWith("Consume"));
        refused("a member is there twice", of("consume", "\"maxAttempts\":1,\"maxAttempts\":1"));
        refused("a member is there twice", of("ack", "\"upTo\":1,\"maxInFlight\":1,\"m\\u0061xInFlight\":1"));
        refused("type: ", of("resetGroups", "\"from\":\"new\""));
        refused("type: ", of("resetGroupresetGroup", "\"from\":\"new\""));
    }

    @Test
    void aFrameKeepsNothingOfTheOneBefore() {
        assertEquals(
                List.of(
                        "Settle[verb=NACK, group=g, tags=[1], upTo=0, ms=5, dead=true, reason=r, id=3]",
                        "error id=3 400 badFrame retryable=false: tags or upTo, just one of them",
                        "Settle[verb=NACK, group=g, tags=[], upTo=2, ms=-1, dead=false, reason=, id=3]"),
                client.read("[" + of("nack", "\"tags\":[1],\"delayMs\":5,\"dead\":true,\"reason\":\"r\"") + ","
                        + of("ack", "") + "," + of("nack", "\"upTo\":2") + "]"));
    }
}
