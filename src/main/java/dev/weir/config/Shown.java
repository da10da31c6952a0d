package dev.weir.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A wrong value as a message may show it: short, on one line, and nothing secret. */
final class Shown {
    private static final int CHARS_MAX = 60;
    private static final int LINE_CHARS_MAX = 400;

    private Shown() {}

    static String of(@Nullable Object raw, Type<?> type) {
        return type.isSecret() && raw != null ? "the value (not shown)" : of(raw);
    }

    static String of(@Nullable Object raw) {
        if (raw instanceof JsonObject) {
            return "{…}";
        }
        if (raw instanceof JsonArray array) {
            return array.size() > 5 ? "[…]" : clip(array.encode());
        }
        return raw instanceof String text ? '"' + clip(text) + '"' : clip(String.valueOf(raw));
    }

    /** Cut to a readable length, control and formatting characters made visible. */
    static String clip(String text) {
        return clip(text, CHARS_MAX);
    }

    /** As {@link #clip(String)}, for what may fill a line, such as a file's name. */
    static String line(String text) {
        return clip(text, LINE_CHARS_MAX);
    }

    private static String clip(String text, int charsMax) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(charsMax).forEach(c -> {
            int type = Character.getType(c);
            boolean plain = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
            if (plain) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return text.codePointCount(0, text.length()) > charsMax
                ? shown.append('…').toString()
                : shown.toString();
    }
}
