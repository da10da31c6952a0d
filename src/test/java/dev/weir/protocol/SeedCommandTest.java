package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedCommandTest {
    private final SeedDocument document = new SeedDocument();

    /** As words; null when there is no command. Behind the text lie bytes that are none of its. */
    private String read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 20);
        Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
        SeedCommand command = SeedCommand.read(document, longer, bytes.length);
        return command == null ? null : (command.subscribe() ? "+" : "-") + command.topic();
    }

    @Test
    void readsDocuments() {
        assertEquals("+t", read("{\"Topic\":\"t\",\"Content\":\"sub\"}\n"));
        assertEquals("-t", read("{\"content\":\"unsub\",\"topic\":\"t\"}"));
        assertEquals("+t", read("{\"Topic\":\"t\",\"Content\":\"\\u0073\\u0075b\"}"));
    }

    @Test
    void readsThePlainFormsWhereTheTopicIsAllBehindTheFirstSpace() {
        assertEquals("+news", read("sub news"));
        assertEquals("-news", read("unsub news"));
        assertEquals("+ two words ", read("sub  two words "));
        assertEquals("+{\"Topic\":\"t\"}", read("sub {\"Topic\":\"t\"}"));
        assertEquals("+日本", read("sub 日本"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sub",
                "sub ",
                "unsub ",
                "Sub t",
                " sub t",
                "subt",
                "sub\tt",
                "sub t\n",
                "sub $own",
                "sub a\u202eb",
                "{\"Topic\":\"t\"}",
                "{\"Topic\":\"t\",\"Content\":\"SUB\"}",
                "{\"Topic\":\"t\",\"Content\":\"sub \"}",
                "{\"Topic\":\"t\",\"Content\":\"subsubsubsub\"}",
                "{\"Topic\":\"t\",\"Content\":[\"sub\"]}",
                "{\"Topic\":\"\",\"Content\":\"sub\"}",
                "{\"Topic\":\"$own\",\"Content\":\"sub\"}",
                "{\"Content\":\"sub\"}",
                "\uFEFFsub t"
            })
    void isNoCommand(String text) {
        assertNull(read(text));
    }

    @Test
    void aTopicIsAtMost255BytesLong() {
        assertEquals("+" + "x".repeat(255), read("sub " + "x".repeat(255)));
        assertNull(read("sub " + "x".repeat(256)));
    }
}
