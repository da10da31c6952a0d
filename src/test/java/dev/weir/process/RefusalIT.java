package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.ProcessUnderTest;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be started says so in a line for each reason, and nothing else. */
@Timeout(60)
class RefusalIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            JsonObject config = Fleet.config(dir)
                    .put("publisher", new JsonObject().put("server", new JsonObject().put("port", port)));
            refuses(config, 15, "weir: publisher did not start: port " + port + " is already in use");
        }
    }

    @Test
    void aBadCertificateIsNamed() throws Exception {
        JsonObject config = Fleet.config(dir);
        Path broken = Files.writeString(dir.resolve("server.crt"), "-----BEGIN CERTIFICATE-----\nbm8=\n");
        refuses(config, 15, "weir: msgqueue did not start: TLS certificate " + broken);
    }

    @Test
    void aMissingCertificateIsNamed() throws Exception {
        JsonObject config = Fleet.config(dir);
        Path gone = dir.resolve("server.crt");
        Files.delete(gone);
        refuses(config, 15, "weir: msgqueue did not start: TLS certificate " + gone);
    }

    @Test
    void aMissingFileOfUsersIsNamed() throws Exception {
        JsonObject config = Fleet.config(dir);
        Path gone = dir.resolve("users");
        Files.delete(gone);
        refuses(config, 15, "weir: msgqueue did not start: users file " + gone);
    }

    @Test
    void everyMistakeInAConfigHasItsLine() throws Exception {
        JsonObject config = Fleet.config(dir)
                .put("server", new JsonObject().put("port", 70_000))
                .put("limits", new JsonObject().put("messageBytesMax", "much"))
                .put("evnetLoops", 1);
        config.getJsonObject("auth").remove("users");
        try (ProcessUnderTest process = up(config)) {
            assertEquals(2, process.exitCode(LIMIT));
            List<String> lines = process.stderr();
            assertEquals(4, lines.size(), lines.toString());
            for (String path : List.of("server.port", "limits.messageBytesMax", "evnetLoops", "auth.users")) {
                assertTrue(
                        lines.stream().anyMatch(line -> line.startsWith("weir: all config: " + path + ": ")),
                        () -> path + " in " + lines);
            }
        }
    }

    private void refuses(JsonObject config, int exitCode, String start) throws Exception {
        try (ProcessUnderTest process = up(config)) {
            assertEquals(exitCode, process.exitCode(LIMIT), process.stderr().toString());
            assertEquals(1, process.stderr().size(), process.stderr().toString());
            assertTrue(
                    process.stderr().get(0).startsWith(start), process.stderr().toString());
        }
    }

    private ProcessUnderTest up(JsonObject config) throws Exception {
        return ProcessUnderTest.jar(Map.of(), "up", "-conf", Fleet.write(dir, "all", config));
    }
}
