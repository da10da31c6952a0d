package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is written from the key tables is as they are. {@code -Dweir.write=true} writes it anew. */
class GeneratedTextTest {
    static final Path SCHEMA = Path.of("conf/weir.schema.json");
    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void theSchemaSaysWhatTheReaderDoes() throws IOException {
        hold(SCHEMA, SchemaText.schema().encodePrettily() + "\n");
    }

    @Test
    void theReferenceSaysWhatTheReaderDoes() throws IOException {
        hold(PAGE, ReferenceText.replaceIn(Files.readString(PAGE)));
    }

    private static void hold(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("weir.write")) {
            Files.writeString(file, expected);
        }
        assertEquals(expected, Files.readString(file), file + " is out of date; run with -Dweir.write=true");
    }
}
