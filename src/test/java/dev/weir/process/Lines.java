package dev.weir.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A text file of generated lines, and the seed protocol's messages that carry them. Each line begins with its number, so
 * that a reader can say which it has before it.
 */
record Lines(String topic, List<String> all) {
    /** Needs no JSON escapes; characters of one to four bytes. */
    private static final String[] LETTERS = "a b c d e f 0 1 2 3 . , ; : / # + * ' é ß Ω € 漢 😀".split(" ");

    /** Writes a file of lines of varied length and reads it back, as somebody would who pipes it. */
    static Lines file(Path file, long seed, int count) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(count);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < count; i++) {
            line.setLength(0);
            line.append(i).append(' ');
            for (int letters = length(random); letters > 0; letters--) {
                line.append(random.nextInt(6) == 0 ? " " : LETTERS[random.nextInt(LETTERS.length)]);
            }
            lines.add(line.toString());
        }
        Files.write(file, lines);
        return new Lines("lines " + seed, Files.readAllLines(file));
    }

    /** Mostly short, now and then some kilobytes. */
    private static int length(Random random) {
        return random.nextInt(500) == 0 ? 4_000 + random.nextInt(8_000) : random.nextInt(120);
    }

    int count() {
        return all.size();
    }

    /** The message that carries line {@code i}. */
    byte[] message(int i) {
        return (head() + all.get(i) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private String head() {
        return "{\"Topic\":\"" + topic + "\",\"Content\":\"";
    }

    /** Which line this message carries; anything but a message of these lines, unchanged, is an AssertionError. */
    int indexOf(byte[] message) {
        int at = head().length();
        int index = 0;
        while (at < message.length && message[at] >= '0' && message[at] <= '9' && index < count()) {
            index = 10 * index + message[at++] - '0';
        }
        if (index >= count() || !Arrays.equals(message, message(index))) {
            String text = new String(message, StandardCharsets.UTF_8);
            throw new AssertionError(
                    "not a message of " + topic + ": " + text.substring(0, Math.min(80, text.length())));
        }
        return index;
    }
}
