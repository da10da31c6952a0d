package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AllConfigTest {
    private static JsonObject all(String json) {
        return new JsonObject("{\"auth\":{\"users\":\"u\"}" + (json.isEmpty() ? "" : "," + json) + "}");
    }

    private static Set<String> problems(String json) {
        List<Problem> found = assertThrows(ConfigException.class, () -> AllConfig.read(all(json)))
                .problems();
        Set<String> said = new TreeSet<>();
        found.forEach(problem -> assertTrue(said.add(problem.toString()), "twice: " + problem));
        return said;
    }

    @Test
    void edgesUseTheQueueOfTheProcessUnlessToldOtherwise() {
        AllConfig config = AllConfig.read(all("'link':{'creditBytes':2000000}".replace('\'', '"')));
        assertTrue(config.publisher().link().isLocal());
        assertEquals(2_000_000, config.subscriber().link().creditBytes());
        assertTrue(AllConfig.read(all("")).of(ServiceKind.SUBSCRIBER).link().isLocal());
    }

    @Test
    void aServicesOwnKeysOverrideSharedOnesKeyByKey() {
        AllConfig config = AllConfig.read(all("""
                "eventLoops": 3, "server": {"host": "::1"}, "limits": {"fragmentsMax": 7, "heartbeatMs": 99},
                "subscriber": {"server": {"port": 9000}, "limits": {"heartbeatMs": 100}}"""));
        assertEquals(new ServerConfig("::1", 9000, 1024), config.subscriber().server());
        assertEquals(new ServerConfig("::1", 8081, 1024), config.publisher().server());
        assertEquals(7, config.subscriber().limits().fragmentsMax());
        assertEquals(100, config.subscriber().limits().heartbeatMs());
        assertEquals(99, config.msgqueue().limits().heartbeatMs());
        assertEquals(3, config.eventLoops());
    }

    @Test
    void saysEachProblemOnceAndWhereItStands() {
        assertEquals(
                Set.of(
                        "limits.fragmentsMax: 0 is not a whole number (1–65536)",
                        "subscriber.limits.heartbeatMs: 0 is not a whole number (10–3600000 ms)",
                        "publisher.queue: belongs to msgqueue; the publisher has no use for it",
                        "publisher.tls: belongs at the top: the services of one process share it",
                        "publisher.sever: unknown key; did you mean server?",
                        "msgqueue: 5 is not an object",
                        "subscribe: unknown key; did you mean subscriber?",
                        "link.trust: 1 is not a file path"),
                problems("""
                        "limits": {"fragmentsMax": 0}, "msgqueue": 5, "subscribe": {}, "link": {"trust": 1},
                        "publisher": {"queue": {}, "tls": false, "sever": {}},
                        "subscriber": {"limits": {"heartbeatMs": 0}}"""));
    }

    @Test
    void refusesTwoServicesOnOnePortButNotOnAnyFreeOne() {
        assertEquals(
                Set.of("subscriber.server.port: 8080 is also the msgqueue's port"),
                problems("\"subscriber\": {\"server\": {\"port\": 8080}}"));
        assertEquals(
                0,
                AllConfig.read(all("\"server\": {\"port\": 0}"))
                        .publisher()
                        .server()
                        .port());
    }

    @Test
    void aServicesPartIsAConfigOfItsOwn() {
        JsonObject all = all("\"queue\": {\"popGroup\": \"on\"}, \"msgqueue\": {\"server\": {\"port\": 1}}");
        JsonObject before = all.copy();
        for (ServiceKind kind : ServiceKind.values()) {
            assertEquals(AllConfig.read(all).of(kind), ServiceConfig.read(AllConfig.serviceJson(all, kind), kind));
        }
        assertEquals(before, all);
        assertEquals(PopGroup.ON, AllConfig.read(all).msgqueue().queue().popGroup());
    }
}
