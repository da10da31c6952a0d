package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar as a process: exit codes, and that there is one clear line and no more. */
@Timeout(60)
class LauncherIT {
    @TempDir
    Path dir;

    @Test
    void aWrongNameIsUsage() throws Exception {
        JavaProcess process = jar("run", "NoSuchVerticle");
        refuses(process, 2, "weir: no such thing as 'NoSuchVerticle'; there is: up, run MsgQueueVerticle");
    }

    @Test
    void aMissingConfigFileIsUsage() throws Exception {
        refuses(jar("run", "MsgQueueVerticle", "-conf", "nix.json"), 2, "weir: config file nix.json: no such file");
        refuses(jar("up", "-conf", "nix.json"), 2, "weir: config file nix.json: no such file");
    }

    @Test
    void brokenJsonIsUsageWithLineAndColumn() throws Exception {
        Path file = dir.resolve("broken.json");
        Files.writeString(file, "{\n  \"server\": {,}\n}\n");
        refuses(jar("run", "all", "-conf", file.toString()), 2, "weir: " + file + ": line 2, column 14: ");
    }

    @Test
    void clusterNeedsAConfigThatCanBeUsed() throws Exception {
        String dev = "{\"profile\":\"dev\",\"auth\":{\"users\":\"conf/dev/users.htpasswd\"},\"cluster\":";
        refuses(
                jar("run", "MsgQueueVerticle", "-cluster", "-conf", dev + "{\"hazelcast\":\"no.xml\"}}"),
                2,
                "weir: cluster.hazelcast: ");
        refuses(
                jar("run", "MsgQueueVerticle", "-cluster", "-conf", dev + "{\"hots\":\"a\"}}"),
                2,
                "weir: msgqueue config: cluster.hots: unknown key; did you mean host?");
    }

    @Test
    void helpGoesToStdout() throws Exception {
        JavaProcess process = jar("--help");
        assertEquals(0, process.exitCode());
        assertTrue(process.out().contains("weir up"), process.out());
        assertEquals("", process.err());
    }

    @Test
    void aPortInUseIsAFailedDeployment() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            JavaProcess process = stand("{\"server\":{\"port\":" + port + "}}");
            refuses(process, 15, "weir: msgqueue did not start: port " + port + " is already in use");
        }
    }

    @Test
    void sigtermDrainsInOrderThenUndeploysThenEndsWith143() throws Exception {
        JavaProcess process = stand("{}");
        process.awaitOut("stand ready on http://127.0.0.1:");
        process.terminate();
        assertEquals(143, process.exitCode(), process.err());
        List<String> after = process.out().lines().skip(1).toList();
        assertEquals(
                List.of(
                        "drain READINESS_OFF",
                        "drain PUBLISHERS",
                        "drain LINKS",
                        "drain LOG_SYNC",
                        "drain SUBSCRIBERS",
                        "drain CLOSE",
                        "stopped"),
                after);
        // A crowded machine may hold up a loop; anything else would be a complaint.
        assertTrue(
                process.err()
                        .lines()
                        .allMatch(line -> line.contains("BlockedThreadChecker") || line.contains(" - stopping")),
                process.err());
    }

    @Test
    void sigtermEndsInTimeEvenIfAMemberNeverFinishesAndAVerticleNeverStops() throws Exception {
        JavaProcess process = stand("{\"stuckIn\":\"LINKS\",\"neverStops\":true,\"limits\":{\"drainTimeoutMs\":1000}}");
        process.awaitOut("stand ready on ");
        long begin = System.nanoTime();
        process.terminate();
        assertEquals(143, process.exitCode(), process.err());
        long tookMs = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(tookMs < 5_000, "took " + tookMs + " ms");
        assertTrue(process.out().contains("drain LOG_SYNC"), process.out());
        assertTrue(process.err().contains("Shutdown: LINKS not finished"), process.err());
    }

    private static void refuses(JavaProcess process, int exitCode, String start) throws Exception {
        assertEquals(exitCode, process.exitCode(), process.err());
        assertEquals(1, process.err().lines().count(), process.err());
        assertTrue(process.err().startsWith(start), process.err());
        assertEquals("", process.out());
    }

    private JavaProcess jar(String... words) throws IOException {
        return JavaProcess.start(dir, List.of("-jar", JavaProcess.JAR), List.of(words));
    }

    private JavaProcess stand(String config) throws IOException {
        Path tests = Path.of("target/test-classes").toAbsolutePath();
        return JavaProcess.start(
                dir, List.of("-cp", JavaProcess.JAR + ":" + tests, Stand.Main.class.getName()), List.of(config));
    }
}
