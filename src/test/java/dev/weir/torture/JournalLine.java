package dev.weir.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A line of a journal, in words. What is not as {@link Journal} writes it is an {@link IllegalArgumentException}. */
record JournalLine(String file, long number, String[] words) {
    /** Takes the lines one by one. */
    interface Reader {
        void read(JournalLine line);
    }

    /** Reads a whole journal but for what is for people. */
    static void readAll(Path file, Reader reader) throws IOException {
        String name = file.getFileName().toString();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            long number = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                number++;
                if (!text.startsWith("#")) {
                    reader.read(new JournalLine(name, number, text.split(" ")));
                }
            }
        }
    }

    String kind() {
        return words[0];
    }

    String word(int at) {
        if (at >= words.length) {
            throw broken();
        }
        return words[at];
    }

    long whole(int at) {
        try {
            return Long.parseLong(word(at));
        } catch (NumberFormatException e) {
            throw broken();
        }
    }

    IllegalArgumentException broken() {
        return new IllegalArgumentException("not a line of a journal: " + this);
    }

    @Override
    public String toString() {
        return file + ":" + number + ": " + String.join(" ", words);
    }
}
