package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("here/x.json"), text);
    }

    @Test
    void looksInTheWorkingDirectoryThenInTheProject() throws IOException {
        Files.writeString(dir.resolve("home/conf/a.json"), "{\"from\":\"home\"}");
        assertEquals("home", files.read("conf/a.json").getString("from"));
        Files.writeString(dir.resolve("here/conf/a.json"), "{\"from\":\"here\"}");
        assertEquals("here", files.read("conf/a.json").getString("from"));
    }

    @Test
    void relativePathsStartAtTheFilesDirectory() throws IOException {
        Path conf = Files.writeString(dir.resolve("home/conf/a.json"), "{}");
        String directory = dir.resolve("home/conf").toString();
        assertEquals(directory, files.read("conf/a.json").getString("baseDir"));
        assertEquals(directory, ConfigFile.load(conf).getString("baseDir"));
    }

    @Test
    void aRelativeBaseDirStartsThereToo() throws IOException {
        Files.writeString(dir.resolve("home/conf/a.json"), "{\"baseDir\":\"y/../../x\"}");
        assertEquals(dir.resolve("home/x").toString(), files.read("conf/a.json").getString("baseDir"));
        assertEquals(
                dir.resolve("here/x").toString(),
                files.read("{\"baseDir\":\"x\"}").getString("baseDir"));
        Files.writeString(dir.resolve("home/conf/a.json"), "{\"baseDir\":\"/elsewhere\"}");
        assertEquals("/elsewhere", files.read("conf/a.json").getString("baseDir"));
        assertEquals(1, files.read("{\"baseDir\":1}").getValue("baseDir"));
    }

    @Test
    void takesJsonOnTheCommandLineAndNothing() {
        assertEquals(1, files.read(" {\"a\":1}").getInteger("a"));
        assertEquals(dir.resolve("here").toString(), files.read(null).getString("baseDir"));
    }

    @Test
    void refusesAFileThatIsMissingOrADirectoryOrHuge() throws IOException {
        assertEquals(
                "config file nix.json: no such file (looked for " + dir.resolve("here/nix.json") + ")",
                refusal("nix.json"));
        assertTrue(refusal("conf").contains("is a directory"), refusal("conf"));
        assertTrue(refusal("a\0b").contains("not a file name"), refusal("a\0b"));
        assertTrue(of("{}" + " ".repeat(1 << 20)).contains("larger than 1048576 bytes"));
    }

    @Test
    void saysLineAndColumnOfBrokenJson() throws IOException {
        assertTrue(
                of("{\n  \"a\": 1,\n  \"b\" 2\n}").contains("line 3, column 7: "), of("{\n  \"a\": 1,\n  \"b\" 2\n}"));
        assertTrue(of("{\"a\":").contains("line 1, column "), of("{\"a\":"));
        assertTrue(of("{\"a\":1,\n\"a\":2}").contains("line 2"), of("{\"a\":1,\n\"a\":2}"));
        assertTrue(of("{\"a\":1,\n\"a\":2}").contains("Duplicate field 'a'"), of("{\"a\":1,\n\"a\":2}"));
        assertTrue(of("{} {}").contains("more text after the end"), of("{} {}"));
        assertTrue(of("[1]").contains("not a JSON object"), of("[1]"));
        assertTrue(of("").contains("not a JSON object"), of(""));
        String deep = of("{\"a\":".repeat(100_000));
        assertTrue(deep.contains("nesting depth"), deep);
    }

    @Test
    void aNameCannotForgeALine() {
        assertFalse(refusal("a\nweir: all is well\u001b[2J").contains("\u001b"));
    }

    @Test
    void readsTheThreeServicesFromOneFile() throws IOException {
        AllConfig config = AllConfig.read(ConfigFile.load(file("{\"auth\": {\"users\": \"u\"}}")));
        List.of(ServiceKind.values())
                .forEach(kind -> assertEquals(
                        dir.resolve("here/u"), config.of(kind).auth().users()));
    }

    private String of(String json) throws IOException {
        file(json);
        return refusal("x.json");
    }

    private String refusal(String conf) {
        String message =
                assertThrows(ConfigException.class, () -> files.read(conf)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
