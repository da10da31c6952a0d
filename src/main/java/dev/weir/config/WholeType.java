package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A whole number within bounds, both included.
 *
 * @param noun what it is, for messages: {@code a port}, {@code a whole number}
 * @param unit {@code bytes}, {@code ms} or empty
 */
record WholeType(String noun, long min, long max, String unit) implements Type<Long> {
    static WholeType bytes(long min, long max) {
        return new WholeType("a whole number", min, max, "bytes");
    }

    static WholeType millis(long min, long max) {
        return new WholeType("a whole number", min, max, "ms");
    }

    static WholeType count(long min, long max) {
        return new WholeType("a whole number", min, max, "");
    }

    @Override
    public @Nullable Long read(Object json) {
        if (!(json instanceof Integer || json instanceof Long || json instanceof BigInteger)) {
            return null;
        }
        Number number = (Number) json;
        if (number instanceof BigInteger big && big.bitLength() > 63) {
            return null;
        }
        long value = number.longValue();
        return value < min || value > max ? null : value;
    }

    @Override
    public String wanted() {
        return noun + " (" + min + "–" + max + (unit.isEmpty() ? "" : " " + unit) + ")";
    }

    @Override
    public Long placeholder() {
        return min;
    }

    @Override
    public JsonObject schema() {
        return new JsonObject().put("type", "integer").put("minimum", min).put("maximum", max);
    }
}
