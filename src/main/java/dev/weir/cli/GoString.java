package dev.weir.cli;

/**
 * JSON strings as Go's encoding/json writes them by default: safe inside HTML and JavaScript, so {@code < > &} and
 * the two Unicode line ends are escaped, and what is not Unicode becomes the replacement character.
 */
final class GoString {
    private GoString() {}

    /** Appends {@code text} in quotes. */
    static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '"', '\\' -> json.append('\\').append((char) c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '<', '>', '&', 0x2028, 0x2029 -> escape(c, json);
                default -> other(c, json);
            }
        }
        json.append('"');
    }

    private static void other(int c, StringBuilder json) {
        if (c < 0x20) {
            escape(c, json);
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            escape(0xfffd, json);
        } else {
            json.appendCodePoint(c);
        }
    }

    private static void escape(int c, StringBuilder json) {
        json.append("\\u");
        String hex = Integer.toHexString(c);
        json.append("0".repeat(4 - hex.length())).append(hex);
    }
}
