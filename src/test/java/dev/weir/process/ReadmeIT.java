package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.ProcessUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's commands, taken out of its code blocks and run in a fresh copy of the project, on the ports it names. A
 * block is found by the comment before it: {@code <!-- test: up -->}.
 */
@Timeout(60)
class ReadmeIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern BLOCK = Pattern.compile("<!-- test: (\\w+) -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL);
    private static final Set<String> NOT_IN_A_CLONE = Set.of(".git", "target", "data");
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    static Path temp;

    private static Path clone;

    @BeforeAll
    static void cloneProject() throws Exception {
        clone = temp.resolve("weir");
        if (Files.exists(PROJECT.resolve(".git"))) {
            git(PROJECT, "clone", "--quiet", "--no-hardlinks", PROJECT.toString(), clone.toString());
            overlayChanges();
        } else {
            copyTree();
        }
        // As after its first build, which would need the network.
        Path jar = Path.of(System.getProperty("weir.jar", "target/weir.jar"));
        Files.createDirectories(clone.resolve("target"));
        Files.copy(jar, clone.resolve("target/weir.jar"));
        Files.setLastModifiedTime(clone.resolve("target/weir.jar"), FileTime.from(Instant.now()));
    }

    @BeforeEach
    void portsAreFree() {
        for (int port : new int[] {8080, 8081, 8082}) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertEquals(port, free.getLocalPort());
            } catch (IOException e) {
                throw new AssertionError("this test needs port " + port + ", and somebody else has it", e);
            }
        }
    }

    @Test
    void theFirstCommandsCarryTheFirstConversation() throws Exception {
        try (ProcessUnderTest up = shell(block("up"))) {
            up.awaitPorts(3, LIMIT);
            converses();
            up.sigterm();
            assertEquals(143, up.exitCode(LIMIT));
        }
    }

    @Test
    void theThreeServicesAloneCarryItToo() throws Exception {
        List<String> commands = block("three").lines().toList();
        assertEquals(3, commands.size());
        try (ProcessUnderTest queue = shell(commands.get(0));
                ProcessUnderTest publisher = shell(commands.get(1));
                ProcessUnderTest subscriber = shell(commands.get(2))) {
            queue.awaitPorts(1, LIMIT);
            publisher.awaitPorts(1, LIMIT);
            subscriber.awaitPorts(1, LIMIT);
            converses();
        }
    }

    @Test
    void aUserIsAddedWhileTheServicesRun() throws Exception {
        try (ProcessUnderTest up = shell(block("up"))) {
            up.awaitPorts(3, LIMIT);
            // Stands in for htpasswd, which not every machine has; the line is one that it wrote.
            Path users = clone.resolve("conf/dev/users.htpasswd");
            String hello = Files.readString(users).lines().findFirst().orElseThrow();
            Files.writeString(users, hello + "\n" + hello.replaceFirst("hello", "alice") + "\n");
            Files.writeString(clone.resolve("conf/dev/acl.json"), block("acl"));
            up.awaitErrorLine("read again: 2 users", LIMIT);
        }
    }

    @Test
    void itsTestCommandIsWhatTheBuildRuns() throws Exception {
        String command = block("verify").strip();
        List<String> run = Files.readAllLines(clone.resolve(".ci/run"));
        assertEquals(command, run.get(run.size() - 1));
    }

    private static void converses() throws Exception {
        try (ProcessUnderTest demo = shell(block("demo"))) {
            assertEquals(0, demo.exitCode(LIMIT), demo.stderr().toString());
            assertEquals(List.of(">[news] hello", "<[news] hello"), demo.stdout());
        }
    }

    private static String block(String name) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(clone.resolve("README.md")));
        while (block.find()) {
            if (block.group(1).equals(name)) {
                return block.group(2);
            }
        }
        throw new AssertionError("no block <!-- test: " + name + " --> in the README");
    }

    private static ProcessUnderTest shell(String commands) throws IOException {
        Map<String, String> env = Map.of("JAVA_HOME", System.getProperty("java.home"));
        // One command replaces the shell, so that signals reach it as they would from a terminal.
        String script = commands.strip().contains("\n") || commands.contains("|") ? commands : "exec " + commands;
        return ProcessUnderTest.start(env, List.of("sh", "-c", "cd " + clone + " && " + script));
    }

    // ---- the fresh copy

    /** What is changed or new and not yet committed belongs to it, too. */
    private static void overlayChanges() throws Exception {
        for (String file : git(PROJECT, "ls-files", "--modified", "--others", "--exclude-standard")) {
            Path to = clone.resolve(file);
            if (Files.exists(PROJECT.resolve(file))) {
                Files.createDirectories(to.getParent());
                Files.copy(
                        PROJECT.resolve(file),
                        to,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                Files.deleteIfExists(to);
            }
        }
    }

    private static List<String> git(Path dir, String... words) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", dir.toString()));
        command.addAll(List.of(words));
        try (ProcessUnderTest git = ProcessUnderTest.start(Map.of(), command)) {
            assertEquals(0, git.exitCode(LIMIT), git.stderr().toString());
            return git.stdout();
        }
    }

    private static void copyTree() throws IOException {
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (NOT_IN_A_CLONE.contains(PROJECT.relativize(dir).toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(clone.resolve(PROJECT.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file, clone.resolve(PROJECT.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
