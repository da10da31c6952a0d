package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("c.json"), text);
    }

    private String refusal(Path file) {
        String message =
                assertThrows(ConfigException.class, () -> ConfigFile.load(file)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void pathsStartAtTheFilesDirectory() throws IOException {
        assertEquals(dir.toString(), ConfigFile.load(file("{}")).getString("baseDir"));
        assertEquals(
                dir.resolve("x").toString(),
                ConfigFile.load(file("{\"baseDir\": \"y/../x\"}")).getString("baseDir"));
        assertEquals(1, ConfigFile.load(file("{\"baseDir\": 1}")).getValue("baseDir"));
    }

    @Test
    void refusesWhatIsNotOneObject() throws IOException {
        assertEquals("config file " + dir.resolve("no") + " does not exist", refusal(dir.resolve("no")));
        assertTrue(refusal(file("[]")).endsWith("does not hold a JSON object"));
        assertTrue(refusal(file("")).endsWith("does not hold a JSON object"));
        assertTrue(refusal(file("{} {}")).endsWith("goes on after its JSON object"));
        assertTrue(refusal(dir).contains("cannot be read"));
    }

    @Test
    void saysWhereTheJsonIsBroken() throws IOException {
        String message = refusal(file("{\n  \"a\": 1,\n  \"b\" 2\n}"));
        assertTrue(message.contains("line 3, column"), message);
    }

    @Test
    void refusesAKeyGivenTwice() throws IOException {
        String message = refusal(file("{\"server\": {\"port\": 1,\n \"port\": 2}}"));
        assertTrue(message.contains("line 2") && message.contains("Duplicate field 'port'"), message);
    }

    @Test
    void readsTheThreeServicesFromOneFile() throws IOException {
        AllConfig config = AllConfig.read(ConfigFile.load(file("{\"auth\": {\"users\": \"u\"}}")));
        List.of(ServiceKind.values())
                .forEach(kind ->
                        assertEquals(dir.resolve("u"), config.of(kind).auth().users()));
    }
}
