package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that work on files, and what every command's help says. */
@Timeout(30)
class FileCommandsTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pub",
                "sub",
                "consume",
                "groups",
                "groups alter",
                "groups reset",
                "groups delete",
                "nodes",
                "passwd",
                "check-config",
                "log"
            })
    void helpIsTheGoldenText(String command) throws Exception {
        String[] words = (command + " --help").split(" ");
        ToolRun run = ToolRun.of(words[0], "", Arrays.copyOfRange(words, 1, words.length));
        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
        try (InputStream golden =
                FileCommandsTest.class.getResourceAsStream("/golden/cli/" + command.replace(' ', '-') + ".txt")) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), run.out());
        }
        assertTrue(run.out().contains("\nExample: weir " + command + " "), run.out());
    }

    @Test
    void nodesNeedsAConfigThatItCanUse() throws Exception {
        ToolRun run = ToolRun.of("nodes", "", "-conf", "{\"cluster\":{\"port\":0,\"nmae\":\"x\"}}");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("weir nodes: cluster.nmae: unknown key; did you mean name?"), run.err());
        run = ToolRun.of("nodes", "", "--conf", dir.resolve("none.json").toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("no such file"), run.err());
    }

    private ToolRun passwd(String password, String... more) throws Exception {
        String[] args = new String[more.length + 1];
        args[0] = dir.resolve("users").toString();
        System.arraycopy(more, 0, args, 1, more.length);
        return ToolRun.of("passwd", password + "\n", args);
    }

    private String users() throws IOException {
        return Files.readString(dir.resolve("users"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void addsAUserToANewFileThatOnlyItsOwnerReads() throws Exception {
        ToolRun run = passwd("pass:word", "alice", "--cost", "4");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("added alice\n", run.out());
        assertTrue(users().matches("alice:\\$2y\\$04\\$[./A-Za-z0-9]{53}\n"), users());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("users"))));
    }

    @Test
    void changesOneLineAndLeavesTheOthersAndTheRights() throws Exception {
        String before = "# caf\u00e9\r\nalicia:x\nalice:old\n\nbob:y\nalice:twice";
        Files.writeString(dir.resolve("users"), before, StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(dir.resolve("users"), PosixFilePermissions.fromString("rw-r-----"));
        ToolRun run = passwd("pw", "alice", "--cost", "4");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("changed the password of alice\n", run.out());
        assertTrue(users().matches("(?s)# caf\u00e9\r\nalicia:x\nalice:\\$2y\\$04\\$[^\n]{53}\n\nbob:y\n"), users());
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("users"))));
        try (var left = Files.list(dir)) {
            assertEquals(1, left.count(), "a temporary file was left behind");
        }
    }

    @Test
    void replacesWhatALinkLeadsTo() throws Exception {
        Path real = Files.writeString(dir.resolve("real"), "bob:y");
        Files.createSymbolicLink(dir.resolve("users"), real);
        assertEquals(0, passwd("pw", "alice", "--cost", "4").exitCode());
        assertTrue(Files.isSymbolicLink(dir.resolve("users")));
        assertTrue(Files.readString(real).startsWith("bob:y\nalice:$2y$04$"));
    }

    @Test
    void takesThePasswordFromAFile() throws Exception {
        Path file = Files.writeString(dir.resolve("secret"), "geheim\n");
        ToolRun run = passwd("", "alice", "--cost=4", "--password-file", file.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertFalse(users().contains("geheim"));
    }

    @Test
    void refusesNamesAndPasswordsThatNobodyCouldLogInWith() throws Exception {
        for (String name : new String[] {"", "a:b", "#a", " a", "a\u0001"}) {
            assertEquals(2, passwd("pw", name).exitCode(), name);
        }
        for (String password : new String[] {"", "a\0b", "x".repeat(73)}) {
            assertEquals(2, passwd(password, "alice").exitCode(), password);
        }
        assertEquals(2, passwd("pw", "alice", "--cost", "16").exitCode());
        assertEquals(2, passwd("pw", "alice", "word-in-argv").exitCode());
        assertFalse(Files.exists(dir.resolve("users")));
    }

    @Test
    void saysThatTheFileCannotBeWritten() throws Exception {
        ToolRun run = ToolRun.of("passwd", "pw\n", dir.resolve("no/users").toString(), "alice", "--cost", "4");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("check that its directory exists and may be written"), run.err());
    }

    @Test
    void shippedConfigsAreGood() throws Exception {
        for (String file : new String[] {"all", "msgqueue", "publisher", "subscriber"}) {
            ToolRun run = ToolRun.of("check-config", "", "conf/dev/" + file + ".json");
            assertEquals(0, run.exitCode(), run.err());
            String what = file.equals("all") ? "all three services" : file;
            assertEquals("conf/dev/" + file + ".json is a good config for " + what + "\n", run.out());
        }
    }

    @Test
    void everyMistakeOfAConfigIsALine() throws Exception {
        Path file = Files.writeString(
                dir.resolve("c.json"), "{\"server\":{\"prt\":1},\"nix\":2,\"auth\":{\"users\":\"u\"}}");
        ToolRun run = ToolRun.of("check-config", "", file.toString(), "--service", "publisher");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("weir check-config: server.prt: unknown key"), run.err());
        assertTrue(run.err().contains("weir check-config: nix: unknown key"), run.err());
        assertEquals("", run.out());
        assertEquals(1, ToolRun.of("check-config", "", "no/such.json").exitCode());
        assertEquals(
                2,
                ToolRun.of("check-config", "", file.toString(), "--service", "nix")
                        .exitCode());
    }

    @Test
    void looksAtALogOnlyWhereThereIsOneAndCutsOnlyWhereItIsTold() throws Exception {
        ToolRun none = ToolRun.of("log", "", "check", dir.toString());
        assertEquals(2, none.exitCode());
        assertTrue(none.out().contains("there is no log"), none.out());
        assertEquals(2, ToolRun.of("log", "", "repair", dir.toString()).exitCode());
        assertEquals(
                2, ToolRun.of("log", "", "ls", dir.toString(), "--cut-at", "3").exitCode());
        assertEquals(2, ToolRun.of("log", "", "mend", dir.toString()).exitCode());
    }
}
