package dev.weir.message;

import static dev.weir.message.TopicTest.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
    @ParameterizedTest
    @CsvSource({
        "a, a",
        "a/b, a/b",
        "+, a",
        "+, ''",
        "a/+, a/b",
        "a/+, a/",
        "+/+, /b",
        "#, a",
        "#, a/b/c",
        "#, /",
        "a/#, a",
        "a/#, a/b",
        "a/#, a/b/c",
        "a/#, a/",
        "+/#, a",
        "+/b/#, x/b",
        "$dead/#, $dead/x",
        "$dead/+, $dead/x",
        "a/+/c, a/b/c",
        "/#, /",
        "/+, /a",
        "+/$x, a/$x"
    })
    void matchesAsMqttDoes(String filter, String topic) {
        if (!topic.isEmpty()) {
            assertTrue(filter(filter).matches(topic(topic)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, b",
        "a, a/b",
        "a/b, a",
        "+, a/b",
        "+, /a",
        "a/+, a",
        "a/+, a/b/c",
        "a/#, ab",
        "a/#, b",
        "#, $dead/x",
        "+/x, $dead/x",
        "+, $dead",
        "+/#, $dead",
        "$dead, $Dead",
        "a, A",
        "a/, a",
        "a, a/"
    })
    void leavesAloneWhatItDoesNotMean(String filter, String topic) {
        assertFalse(filter(filter).matches(topic(topic)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a+", "+a", "a/b+/c", "#/a", "a#", "a/#/b", "a/##", "++", "a\u0000", "\u202e"})
    void refusesWhatIsNoFilter(String text) {
        assertNull(TopicFilter.parse(text));
    }

    @Test
    void refusesAFilterOver255Bytes() {
        assertNotNull(TopicFilter.parse("x".repeat(253) + "/#"));
        assertNull(TopicFilter.parse("x".repeat(254) + "/#"));
    }

    @Test
    void equalsByItsText() {
        assertEquals(filter("a/#"), filter("a/#"));
        assertEquals(filter("a/#").hashCode(), filter("a/#").hashCode());
        assertEquals("a/#", filter("a/#").toString());
    }

    /** Every filter and topic of up to three levels over a small alphabet: covering must agree with matching. */
    @Test
    void coversExactlyThoseFiltersWhoseTopicsItMatches() {
        List<TopicFilter> filters = new ArrayList<>();
        for (String text : sequences(List.of("a", "b", "$s", "", "+", "#"), 3)) {
            TopicFilter filter = TopicFilter.parse(text);
            if (filter != null) {
                filters.add(filter);
            }
        }
        // "z" is in no filter, and a fourth level is longer than any: they stand for all other topics.
        List<Topic> topics = new ArrayList<>();
        for (String text : sequences(List.of("a", "b", "$s", "", "z"), 4)) {
            Topic topic = Topic.parse(text);
            if (topic != null) {
                topics.add(topic);
            }
        }
        for (TopicFilter wide : filters) {
            for (TopicFilter narrow : filters) {
                boolean covered = topics.stream().noneMatch(t -> narrow.matches(t) && !wide.matches(t));
                assertEquals(covered, wide.covers(narrow), wide + " covers " + narrow);
            }
        }
    }

    private static List<String> sequences(List<String> words, int levelsMax) {
        List<String> all = new ArrayList<>(words);
        List<String> last = words;
        for (int level = 1; level < levelsMax; level++) {
            List<String> longer = new ArrayList<>();
            for (String head : last) {
                for (String word : words) {
                    longer.add(head + "/" + word);
                }
            }
            all.addAll(longer);
            last = longer;
        }
        return all;
    }

    private static TopicFilter filter(String text) {
        TopicFilter filter = TopicFilter.parse(text);
        assertNotNull(filter, text);
        return filter;
    }

    @Test
    void tellsItsLevels() {
        TopicFilter filter = filter("a//+/é/#");
        assertEquals(5, filter.levelCount());
        assertEquals("é", new String(filter.level(3), java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(0, filter.level(1).length);
        assertTrue(filter.isPlus(2) && filter.isHash(4) && !filter.isExact());
        assertTrue(filter("a//$x").isExact()
                && !filter("+").isExact()
                && !filter("a/#").isExact());
    }
}
