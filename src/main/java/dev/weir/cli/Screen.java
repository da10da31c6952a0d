package dev.weir.cli;

import java.io.PrintStream;

/**
 * The only way to the terminal: one line each, with control characters shown as escapes, since a message from
 * elsewhere must not move the cursor, set colours or turn the reading direction round.
 */
final class Screen {
    private final PrintStream out;
    private final PrintStream err;

    Screen(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Shows what is sent. */
    void sent(SeedMessage message) {
        line(out, ">[" + message.topic() + "] " + message.content());
    }

    /** Shows what came in. */
    void received(SeedMessage message) {
        line(out, "<[" + message.topic() + "] " + message.content());
    }

    /** Shows a hint or an error. */
    void problem(String words) {
        line(err, "demo: " + words);
    }

    private static void line(PrintStream stream, String text) {
        stream.println(escaped(text));
        stream.flush();
    }

    static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (harmless(c)) {
                        shown.appendCodePoint(c);
                    } else {
                        shown.append(String.format("\\u%04x", c));
                    }
                }
            }
        });
        return shown.toString();
    }

    private static boolean harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !turnsDirection(c);
        };
    }

    /** The marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm. */
    private static boolean turnsDirection(int c) {
        return switch (c) {
            case 0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069 -> true;
            default -> false;
        };
    }
}
