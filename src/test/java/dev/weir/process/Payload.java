package dev.weir.process;

import org.jspecify.annotations.Nullable;

/** What is published in tortures: 128 bytes of JSON, in which its publisher, its number and nothing else decide every byte. */
record Payload(String producer, long number) {
    static final int BYTES = 128;

    private static final int TOPICS = 8;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String FILL = LETTERS.repeat(BYTES / LETTERS.length() + 2);

    /** One of {@code a/0} to {@code a/7} and {@code b/0} to {@code b/7}. */
    String topic() {
        return (number / TOPICS % 2 == 0 ? "a/" : "b/") + number % TOPICS;
    }

    String json() {
        String words = '"' + producer + ' ' + number + ' ';
        int from = (int) (number % LETTERS.length());
        return words + FILL.substring(from, from + BYTES - 1 - words.length()) + '"';
    }

    /** Null if no publisher sends this. */
    static @Nullable Payload parse(String json) {
        int space = json.indexOf(' ');
        int end = json.indexOf(' ', space + 1);
        if (json.length() != BYTES || space < 1 || end < 0 || end >= BYTES - 1 || json.charAt(space + 1) == '-') {
            return null;
        }
        try {
            Payload payload = new Payload(json.substring(1, space), Long.parseLong(json, space + 1, end, 10));
            return payload.json().equals(json) ? payload : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
