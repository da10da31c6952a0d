package dev.weir.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.auth.AuthRefused.Reason;
import dev.weir.message.Topic;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersReloadTest {
    private static final String A = "a:" + Entries.SHA_TEST + "\n";
    private static final String B = "b:" + Entries.SHA_TEST + "\n";
    private static final String ACL = "{\"users\":{\"a\":{\"publish\":[\"x\"]},\"*\":{\"subscribe\":[\"#\"]}}}";

    @TempDir
    Path directory;

    private final OpenUsers open = new OpenUsers();
    private final Semaphore changes = new Semaphore(0);
    private Path users;
    private Path acl;

    @BeforeEach
    void open() throws Exception {
        users = Files.writeString(directory.resolve("users"), A + B);
        acl = Files.writeString(directory.resolve("acl.json"), ACL);
        open.open(new AuthSettings(users, acl, 60_000, 100, 10));
        open.onLoop(() -> {
            open.users().onChange(changes::release);
            return null;
        });
    }

    @AfterEach
    void close() {
        open.close();
    }

    private void replace(Path file, String content) throws Exception {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitChange() throws Exception {
        assertTrue(changes.tryAcquire(10, TimeUnit.SECONDS), "no reload");
    }

    private void awaitLog(String part) throws Exception {
        await(() -> open.logLines().stream().anyMatch(line -> line.contains(part)), part);
    }

    private static void await(Callable<Boolean> condition, String what) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.onSpinWait();
        }
    }

    @Test
    void takesAUserFileThatReplacedTheOld() throws Exception {
        open.login("a", "test");
        replace(users, B + "c:" + Entries.sha("new") + "\n");
        awaitChange();
        assertEquals(Reason.WRONG, open.refusal("a", "test"), "also when remembered");
        assertEquals("b", open.login("b", "test").name());
        assertEquals("c", open.login("c", "new").name());
        assertEquals(Rights.NONE, open.onLoop(() -> open.users().rights("a")));
        assertFalse(open.onLoop(() -> open.users().isUser("a")));
    }

    @Test
    void takesAUserFileThatWasWrittenInPlace() throws Exception {
        Files.writeString(users, A + "b:" + Entries.sha("changed") + "\n");
        awaitChange();
        assertEquals(Reason.WRONG, open.refusal("b", "test"));
        assertEquals("b", open.login("b", "changed").name());
    }

    @Test
    void keepsTheOldUsersWhenTheFileBecomesGarbage() throws Exception {
        Files.write(users, new byte[] {0, 1, 2, (byte) 0xff, '\n', 'x'});
        awaitLog("names no user");
        Files.writeString(users, "");
        Files.writeString(users, A + "b:{SHA}qUqP5");
        awaitLog("its last line is incomplete");
        Files.delete(users);
        awaitLog("it is not there");
        assertEquals("a", open.login("a", "test").name());
        assertEquals("b", open.login("b", "test").name());
        assertEquals(0, changes.availablePermits());
        replace(users, A);
        awaitChange();
        assertEquals(Reason.WRONG, open.refusal("b", "test"));
    }

    @Test
    void saysOnceThatAFileIsBad() throws Exception {
        Files.writeString(acl, "{\"users\":");
        awaitLog("not JSON at line 1");
        replace(users, A); // two looks later at the earliest
        awaitChange();
        List<String> lines = open.logLines();
        assertEquals(1, lines.stream().filter(l -> l.contains("not JSON")).count(), lines.toString());
        assertEquals(
                "Not taken, what was read before stays in force: acl file " + acl + ": not JSON at line 1, column 10",
                lines.get(0));
    }

    @Test
    void takesNewRightsAndKeepsTheOldOverABadFile() throws Exception {
        assertTrue(mayPublish("a", "x"));
        Files.writeString(acl, "{\"users\":{\"*\":{\"publish\":[\"#\"],\"typo\":1}}}");
        awaitLog("$.users.*.typo is not known");
        assertTrue(mayPublish("a", "x"));
        assertFalse(mayPublish("b", "x"));
        replace(acl, "{\"users\":{\"b\":{\"publish\":[\"x\"]}}}");
        awaitChange();
        assertFalse(mayPublish("a", "x"));
        assertTrue(mayPublish("b", "x"));
        assertEquals(0, changes.availablePermits());
    }

    @Test
    void judgesALoginByTheFileThatHoldsWhenItIsAnswered() throws Exception {
        replace(users, A + "slow:" + Entries.BCRYPT_COST_12_TEST + "\n");
        awaitChange();
        Future<User> login = open.begin("slow", "test", "10.0.0.1");
        CompletableFuture<Boolean> wasAnswered = new CompletableFuture<>();
        open.onLoop(() -> {
            open.users().onChange(() -> wasAnswered.complete(login.isComplete()));
            return null;
        });
        replace(users, A);
        if (wasAnswered.get(10, TimeUnit.SECONDS)) {
            assertTrue(login.succeeded(), "the machine was slower with the file than with the hash");
        } else {
            assertEquals(Reason.WRONG, OpenUsers.refusal(login));
            assertEquals(2, open.verifications());
        }
    }

    @Test
    void isNeverWithoutUsersWhileTheFileIsRewrittenAgainAndAgain() throws Exception {
        byte[] both = (A + B).getBytes(UTF_8);
        for (int round = 0; round < 200; round++) {
            if (round % 2 == 0) {
                Files.write(users, Arrays.copyOf(both, round % both.length));
            } else {
                Files.write(users, both);
            }
            assertTrue(open.onLoop(() -> open.users().isUser("a")));
        }
        replace(users, A);
        await(() -> !open.onLoop(() -> open.users().isUser("b")), "b is gone");
        assertEquals("a", open.login("a", "test").name());
    }

    private boolean mayPublish(String user, String topic) throws Exception {
        return open.onLoop(() -> open.users().rights(user).mayPublish(Topic.parse(topic)));
    }
}
