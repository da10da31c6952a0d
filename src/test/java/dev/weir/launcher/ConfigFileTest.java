package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path dir;

    private ConfigFile files;

    @BeforeEach
    void makeDirectories() throws IOException {
        Files.createDirectories(dir.resolve("here/conf"));
        Files.createDirectories(dir.resolve("home/conf"));
        files = new ConfigFile(dir.resolve("here"), dir.resolve("home"));
    }

    @Test
    void looksInTheWorkingDirectoryThenInTheProject() throws IOException {
        Files.writeString(dir.resolve("home/conf/a.json"), "{\"from\":\"home\"}");
        assertEquals("home", files.read("conf/a.json").getString("from"));
        Files.writeString(dir.resolve("here/conf/a.json"), "{\"from\":\"here\"}");
        assertEquals("here", files.read("conf/a.json").getString("from"));
    }

    @Test
    void relativePathsOfAConfigStartAtItsDirectory() throws IOException {
        Files.writeString(dir.resolve("home/conf/a.json"), "{}");
        assertEquals(
                dir.resolve("home/conf").toString(), files.read("conf/a.json").getString("baseDir"));
        Files.writeString(dir.resolve("home/conf/a.json"), "{\"baseDir\":\"/elsewhere\"}");
        assertEquals("/elsewhere", files.read("conf/a.json").getString("baseDir"));
    }

    @Test
    void takesJsonOnTheCommandLineAndNothing() {
        assertEquals(1, files.read(" {\"a\":1}").getInteger("a"));
        assertEquals(dir.resolve("here").toString(), files.read(null).getString("baseDir"));
    }

    @Test
    void refusesAFileThatIsMissingOrADirectory() {
        assertTrue(refusal("nix.json").contains("nix.json: no such file"), refusal("nix.json"));
        assertTrue(refusal("conf").contains("is a directory"), refusal("conf"));
        assertTrue(refusal("a\0b").contains("not a file name"), refusal("a\0b"));
    }

    @Test
    void saysLineAndColumnOfBrokenJson() throws IOException {
        assertTrue(
                of("{\n  \"a\": 1,\n  \"b\" 2\n}").contains("line 3, column 7: "), of("{\n  \"a\": 1,\n  \"b\" 2\n}"));
        assertTrue(of("{\"a\":").contains("line 1, column "), of("{\"a\":"));
        assertTrue(of("{\"a\":1,\n\"a\":2}").contains("Duplicate field 'a'"), of("{\"a\":1,\n\"a\":2}"));
        assertTrue(of("{} {}").contains("more text after the end"), of("{} {}"));
        assertTrue(of("[1]").contains("not a JSON object"), of("[1]"));
        assertTrue(of("").contains("not a JSON object"), of(""));
        String deep = of("{\"a\":".repeat(100_000));
        assertTrue(deep.contains("nesting depth"), deep);
    }

    private String of(String json) throws IOException {
        Files.writeString(dir.resolve("here/x.json"), json);
        return refusal("x.json");
    }

    private String refusal(String conf) {
        String message = assertThrows(Refusal.class, () -> files.read(conf)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
