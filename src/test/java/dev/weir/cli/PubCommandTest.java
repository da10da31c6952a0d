package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PubCommandTest {
    @TempDir
    Path dir;

    private NativeStandIn service;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private ToolRun pub(String input, String... args) {
        return ToolRun.at(service, dir, Map.of(), "pub", input, args);
    }

    @Test
    void publishesOneMessageWithKeyAndHeaders() throws Exception {
        ToolRun run = pub("", "orders/eu", "{\"n\": 1}", "--key", "k", "--header", "a=b=c", "--header", "d=e");
        try (NativePeer peer = service.welcome()) {
            assertEquals("/publish", peer.ws().path());
            JsonObject frame = peer.confirm(42);
            assertEquals("orders/eu", frame.getString("topic"));
            assertEquals(1, frame.getJsonObject("data").getInteger("n"));
            assertEquals("k", frame.getString("key"));
            assertEquals(new JsonObject("{\"a\":\"b=c\",\"d\":\"e\"}"), frame.getJsonObject("headers"));
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("1 confirmed; the last at offset 42, synced\n", run.out());
        assertEquals("", run.err());
    }

    @Test
    void publishesLinesAndTakesWhatIsNoJsonForText() throws Exception {
        ToolRun run = pub("12\nhello \"you\"\r\n\n{\"a\":1}\nlast", "t", "--producer", "p", "--seq", "5");
        try (NativePeer peer = service.welcome()) {
            Object[] data = {12, "hello \"you\"", new JsonObject("{\"a\":1}"), "last"};
            for (int i = 0; i < data.length; i++) {
                JsonObject frame = peer.read("publish");
                assertEquals(data[i], frame.getValue("data"));
                assertEquals("p", frame.getString("producer"));
                assertEquals(5 + i, frame.getInteger("seq"));
                peer.confirm(frame, 10 + i, i == 0);
            }
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("4 confirmed, 1 of them had been stored before; the last at offset 13, synced\n", run.out());
    }

    @Test
    void textSendsJsonAsAString() throws Exception {
        ToolRun run = pub("", "t", "12", "--text");
        try (NativePeer peer = service.welcome()) {
            assertEquals("12", peer.confirm(1).getValue("data"));
            assertEquals(0, run.exitCode(), run.err());
        }
    }

    @Test
    void failsIfAnyIsNotConfirmedAndSaysWhich() throws Exception {
        ToolRun run = pub("1\n2\n3\n", "t");
        try (NativePeer peer = service.welcome()) {
            peer.confirm(1);
            peer.error(peer.read("publish"), 413, "tooLarge", false);
            peer.confirm(2);
            assertEquals(1, run.exitCode());
        }
        assertEquals("2 confirmed; the last at offset 2, synced\n", run.out());
        assertEquals("weir pub: line 2: the server says: no (413 tooLarge)\n", run.err());
    }

    @Test
    void takesUserAndPasswordFromTheEnvironmentAndTheFileFirst() throws Exception {
        Path file = Files.writeString(dir.resolve("password"), "from:file\nmore");
        Map<String, String> env = Map.of("WEIR_USER", "alice", "WEIR_PASSWORD", "from env");
        ToolRun one = ToolRun.at(service, dir, env, "pub", "", "t", "1");
        assertEquals("alice:from env", credentials());
        ToolRun two =
                ToolRun.at(service, dir, env, "pub", "", "t", "1", "--user=bob", "--password-file", file.toString());
        assertEquals("bob:from:file", credentials());
        for (ToolRun run : new ToolRun[] {one, two}) {
            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("not accepted; check --user, --password-file or WEIR_PASSWORD"), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
            assertEquals("", run.out());
            assertFalse(run.err().contains("from"), run.err());
        }
    }

    private String credentials() throws InterruptedException {
        String header = service.service().request().header("Authorization").orElse("");
        return new String(Base64.getDecoder().decode(header.substring("Basic ".length())));
    }

    @Test
    void saysWhatToDoAboutAServiceThatIsNotThereOrNotTrusted() throws Exception {
        ToolRun untrusted = ToolRun.of("pub", "", "t", "1", "--url", service.url(""));
        assertEquals(1, untrusted.exitCode());
        assertTrue(untrusted.err().contains("name the certificate to trust with --ca FILE"), untrusted.err());
        service.close();
        ToolRun gone = pub("1\n2\n", "t");
        assertEquals(1, gone.exitCode());
        assertTrue(gone.err().contains("start the service (weir up) or check --url"), gone.err());
    }

    @Test
    void wrongWordsAreUsage() throws Exception {
        String[][] cases = {
            {},
            {"t", "1", "2"},
            {"t", "--nix"},
            {"t", "--producer", "p"},
            {"t", "--seq", "1"},
            {"t", "--header", "novalue"},
            {"t", "--url", "https://localhost"},
            {"t", "--url", "wss://a:secret@localhost"},
            {"t", "--password-file", "no/such/file"},
            {"t", "--ca", "no/such/file"},
            {"t", "--timeout", "0"},
            {"t", "--user", "a:b"}
        };
        for (String[] args : cases) {
            ToolRun run = ToolRun.of("pub", "", args);
            assertEquals(2, run.exitCode(), String.join(" ", args));
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("weir pub: "), run.err());
            assertFalse(run.err().contains("secret"), run.err());
        }
    }
}
