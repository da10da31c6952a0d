package dev.weir.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FilterTrieTest {
    private static final String[] TOPIC_LEVELS = {"", "a", "b", "$s", "é", "long level of a topic"};
    private static final String[] FILTER_LEVELS = {"", "a", "b", "$s", "é", "long level of a topic", "+", "+", "#"};

    private static TopicFilter filter(String text) {
        return java.util.Objects.requireNonNull(TopicFilter.parse(text), text);
    }

    /** The values found, sorted; the topic lies between other bytes. */
    private static List<String> match(FilterTrie<String> trie, String topic) {
        ByteBuf buf = Unpooled.copiedBuffer("x/" + topic + "/y", UTF_8);
        List<String> found = new ArrayList<>();
        trie.match(buf, 2, topic.getBytes(UTF_8).length, found);
        Collections.sort(found);
        return found;
    }

    @Test
    void hashMatchesTheParentToo() {
        FilterTrie<String> trie = new FilterTrie<>();
        trie.add(filter("a/#"), "a/#");
        trie.add(filter("a/+"), "a/+");
        trie.add(filter("#"), "#");
        assertEquals(List.of("#", "a/#"), match(trie, "a"));
        assertEquals(List.of("#", "a/#", "a/+"), match(trie, "a/"));
        assertEquals(List.of("#", "a/#", "a/+"), match(trie, "a/b"));
        assertEquals(List.of("#", "a/#"), match(trie, "a/b/c"));
        assertEquals(List.of("#"), match(trie, "ab"));
    }

    @Test
    void wildcardsInFrontDoNotMatchServerOwnedTopics() {
        FilterTrie<String> trie = new FilterTrie<>();
        for (String text : List.of("#", "+", "+/x", "+/#", "$dead/#", "$dead/+", "a/+")) {
            trie.add(filter(text), text);
        }
        assertEquals(List.of("$dead/#", "$dead/+"), match(trie, "$dead/x"));
        assertEquals(List.of("$dead/#"), match(trie, "$dead"));
        assertEquals(List.of("#", "+/#", "a/+"), match(trie, "a/$x"));
    }

    @Test
    void aValueIsUnderAFilterOnce() {
        FilterTrie<String> trie = new FilterTrie<>();
        assertTrue(trie.add(filter("a/+"), "v"));
        assertFalse(trie.add(filter("a/+"), "v"));
        assertTrue(trie.add(filter("a/+"), "w"));
        assertTrue(trie.add(filter("a/b"), "v"));
        assertEquals(3, trie.size());
        assertEquals(List.of("v", "v", "w"), match(trie, "a/b"));
        assertFalse(trie.remove(filter("a/+"), "x"));
        assertFalse(trie.remove(filter("a/#"), "v"));
        assertFalse(trie.remove(filter("a"), "v"));
        assertTrue(trie.remove(filter("a/+"), "v"));
        assertEquals(List.of("v", "w"), match(trie, "a/b"));
    }

    @Test
    void goesAsDeepAsATopicCan() {
        FilterTrie<String> trie = new FilterTrie<>();
        String slashes = "/".repeat(255);
        String pluses = "+/".repeat(127) + "+";
        trie.add(filter(slashes), "slashes");
        trie.add(filter(pluses), "pluses");
        trie.add(filter(pluses.substring(2) + "/#"), "rest");
        assertEquals(List.of("rest", "slashes"), match(trie, slashes));
        assertEquals(List.of("pluses", "rest"), match(trie, "/".repeat(127)));
    }

    /** 200,000 pairs of a filter set and a topic, against the plain matcher; filters come and go between them. */
    @Test
    void findsWhatThePlainMatcherFinds() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int matches = 0;
        for (int set = 0; set < 2_000; set++) {
            FilterTrie<String> trie = new FilterTrie<>();
            Map<TopicFilter, Set<String>> model = new HashMap<>();
            for (int i = 0; i < 100; i++) {
                for (int n = random.nextInt(4); n > 0; n--) {
                    change(trie, model, random);
                }
                String topic = topic(random);
                List<String> expected = expected(model, topic);
                matches += expected.size();
                if (!expected.equals(match(trie, topic))) {
                    fail("weir.seed " + seed + ": " + topic + " matches " + match(trie, topic) + ", not " + expected
                            + " of " + model);
                }
            }
            empty(trie, model, seed);
        }
        assertTrue(matches > 200_000, "a fair mix, not " + matches);
    }

    private static void change(FilterTrie<String> trie, Map<TopicFilter, Set<String>> model, SplittableRandom random) {
        TopicFilter filter = filter(random);
        String value = "v" + random.nextInt(3);
        Set<String> values = model.computeIfAbsent(filter, f -> new TreeSet<>());
        if (random.nextInt(3) > 0) {
            assertEquals(values.add(value), trie.add(filter, value));
        } else {
            assertEquals(values.remove(value), trie.remove(filter, value));
        }
        assertEquals(model.values().stream().mapToInt(Set::size).sum(), trie.size());
    }

    private static List<String> expected(Map<TopicFilter, Set<String>> model, String topic) {
        Topic parsed = java.util.Objects.requireNonNull(Topic.parse(topic));
        List<String> expected = new ArrayList<>();
        model.forEach((filter, values) -> {
            if (filter.matches(parsed)) {
                expected.addAll(values);
            }
        });
        Collections.sort(expected);
        return expected;
    }

    /** Takes everything out again: nothing may match then, and nothing may be kept. */
    private static void empty(FilterTrie<String> trie, Map<TopicFilter, Set<String>> model, long seed) {
        model.forEach((filter, values) -> values.forEach(value -> assertTrue(trie.remove(filter, value))));
        assertEquals(0, trie.size());
        assertTrue(trie.isBare(), "weir.seed " + seed + ": nodes are left of " + model.keySet());
    }

    private static String topic(SplittableRandom random) {
        StringBuilder topic = new StringBuilder();
        do {
            topic.setLength(0);
            for (int n = 1 + random.nextInt(4), i = 0; i < n; i++) {
                topic.append(i > 0 ? "/" : "").append(TOPIC_LEVELS[random.nextInt(TOPIC_LEVELS.length)]);
            }
        } while (topic.length() == 0);
        return topic.toString();
    }

    private static TopicFilter filter(SplittableRandom random) {
        while (true) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(4), i = 0; i < n; i++) {
                text.append(i > 0 ? "/" : "").append(FILTER_LEVELS[random.nextInt(FILTER_LEVELS.length)]);
            }
            TopicFilter filter = TopicFilter.parse(text.toString());
            if (filter != null) {
                return filter;
            }
        }
    }
}
