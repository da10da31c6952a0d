package dev.weir.launcher;

/** Foreign text made fit for one line of output. */
final class Line {
    private static final int CHARS_MAX = 400;

    private Line() {}

    /** Without line breaks, escape sequences or invisible formatting characters, and of bounded length. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(CHARS_MAX).forEach(c -> clean.appendCodePoint(isPlain(c) ? c : ' '));
        if (text.codePointCount(0, text.length()) > CHARS_MAX) {
            clean.append('…');
        }
        return clean.toString().strip();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
