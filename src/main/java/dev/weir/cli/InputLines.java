package dev.weir.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 from a pipe, of bounded length. */
final class InputLines {
    private static final int LINE_CHARS_MAX = 16 << 20;

    private final BufferedReader in;
    private long number;

    InputLines(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next line without its end, or null after the last. */
    @Nullable
    String next() throws IOException, ToolFailure {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        number++;
        StringBuilder line = new StringBuilder();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() == LINE_CHARS_MAX) {
                throw new ToolFailure("line " + number + " has more than " + LINE_CHARS_MAX + " characters");
            }
            line.append((char) c);
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }

    /** The number of the line last read, from 1. */
    long number() {
        return number;
    }
}
