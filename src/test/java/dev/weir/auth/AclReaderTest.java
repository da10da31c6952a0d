package dev.weir.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AclReaderTest {
    @Test
    void readsRightsByUserAndForAllOthers() {
        Acl acl = AclReader.read("""
                        {"users": {
                          "hello": {"service": true, "publish": ["#"], "subscribe": ["#"], "consume": ["a/#"]},
                          "jörg": {},
                          "*": {"publish": ["news/+", "b"]}}}
                        """.getBytes(UTF_8)).acl();
        Rights hello = acl.of("hello");
        assertTrue(hello.service() && hello.mayPublishAll() && hello.maySubscribe(topic("x/y")));
        assertTrue(hello.mayConsume(filter("a/+")));
        assertFalse(hello.mayConsume(filter("#")));
        assertEquals(Rights.NONE, acl.of("jörg"));
        Rights others = acl.of("Hello");
        assertTrue(others.mayPublish(topic("news/x")) && others.mayPublish(topic("b")));
        assertFalse(others.mayPublish(topic("news/x/y")) || others.mayPublishAll() || others.service());
        assertFalse(others.maySubscribe(topic("b")));
        assertEquals(others, acl.of("*"));
    }

    @Test
    void allowsNothingToOthersWhenTheFileDoesNotNameThem() {
        assertEquals(
                Rights.NONE,
                read("{\"users\":{\"a\":{\"publish\":[\"#\"]}}}").acl().of("b"));
    }

    @Test
    void keepsTheServersTopicsFromAWildcard() {
        assertTrue(Rights.ALL_TOPICS.maySubscribe(topic("$dead/billing")));
        assertFalse(Rights.ALL_TOPICS.mayPublish(topic("$dead/billing")));
        assertFalse(Rights.ALL_TOPICS.maySubscribe(topic("$other/billing")));
        assertFalse(Rights.ALL_TOPICS.service());
    }

    @Test
    void listsAllProblemsWithTheirPaths() {
        AclReader.Result result = read("""
                {"version": {"x": [1]}, "users": {
                  "a": {"service": "yes", "publish": "#", "subscribe": ["ok", "a#", 7, ["x"], null], "rights": []},
                  "b": [],
                  "c:d": {},
                  "a": {},
                  "e": {"consume": null, "service": [true], "service": false}}}
                """);
        String filter = " must be a topic filter (+ for one level, # as the last level)";
        assertEquals(
                List.of(
                        "$.version is not known",
                        "$.users.a.service must be true or false",
                        "$.users.a.publish must be a list of topic filters",
                        "$.users.a.subscribe[1]" + filter,
                        "$.users.a.subscribe[2]" + filter,
                        "$.users.a.subscribe[3]" + filter,
                        "$.users.a.subscribe[4]" + filter,
                        "$.users.a.rights is not known",
                        "$.users.b must be an object",
                        "$.users.c:d nobody can be called so",
                        "$.users.a is there twice",
                        "$.users.e.consume must be a list of topic filters",
                        "$.users.e.service must be true or false",
                        "$.users.e.service is there twice"),
                result.problems());
        assertEquals(Rights.NONE, result.acl().of("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "null",
                "7",
                "{\"users\":{}} {}",
                "{\"users\":{}}]",
                "{}",
                "{\"users\":[]}",
                "\0\0"
            })
    void refusesWhatIsNoAcl(String file) {
        assertEquals(1, read(file).problems().size(), file);
    }

    @Test
    void bearsDeepNestingAndManyProblems() {
        assertFalse(read("[".repeat(100_000)).problems().isEmpty());
        assertFalse(read("{\"users\":" + "{\"x\":".repeat(100_000)).problems().isEmpty());
        String many = "{\"users\":{\"a\":{\"publish\":[" + "7,".repeat(10_000) + "7]}}}";
        assertEquals(50, read(many).problems().size());
    }

    @Test
    void showsNoControlCharacters() {
        String problem =
                read("{\"users\":{},\"\\u001b[2J\\u202e\":1}").problems().get(0);
        assertTrue(problem.codePoints().noneMatch(Topic::isForbidden), problem);
    }

    @Test
    void neverThrowsOnADamagedFile() {
        byte[] good = "{\"users\":{\"a\":{\"service\":true,\"publish\":[\"#\",\"a/+\"]},\"*\":{}}}".getBytes(UTF_8);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            AclReader.read(bad);
        }
    }

    private static AclReader.Result read(String file) {
        return AclReader.read(file.getBytes(UTF_8));
    }

    private static Topic topic(String text) {
        return Topic.parse(text);
    }

    private static TopicFilter filter(String text) {
        return TopicFilter.parse(text);
    }
}
