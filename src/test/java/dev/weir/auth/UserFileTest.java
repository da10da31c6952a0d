package dev.weir.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.ext.auth.hashing.HashString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what the reader of user files takes, and lets in with the password and without any other. */
class UserFileTest {
    @Test
    void whatItWritesLogsIn(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("users");
        for (String password : List.of("test", "a:b", "pässwörd", "x".repeat(71), "x".repeat(72))) {
            UserFile.put(file, "alice", password, 4);
            byte[] bytes = Files.readAllBytes(file);
            UserLines lines = UserLines.parse(bytes);
            assertEquals(List.of("alice"), lines.names());
            assertTrue(lines.refused().isEmpty());
            HashString entry = new HashString(Files.readString(file).strip().substring("alice:".length()));
            assertEquals(entry.hash(), new Bcrypt.Y().hash(entry, password));
            assertNotEquals(entry.hash(), new Bcrypt.Y().hash(entry, password.substring(1)));
        }
    }

    @Test
    void aSecondPutSaysThatItReplaced(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("users");
        assertFalse(UserFile.put(file, "alice", "one", 4));
        String first = Files.readString(file);
        assertTrue(UserFile.put(file, "alice", "one", 4));
        assertNotEquals(first, Files.readString(file), "a new salt");
    }
}
