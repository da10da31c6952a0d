package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Text that is not empty and has a form.
 *
 * @param noun completes "… is not"
 * @param parse the value, or null if the text has not the form
 * @param toText back to the text, for defaults
 * @param pattern the form as far as a regular expression can say it, for the schema; null for none
 */
record TextType<T>(
        String noun,
        Function<String, @Nullable T> parse,
        Function<T, String> toText,
        T placeholder,
        @Nullable String pattern,
        boolean isSecret)
        implements Type<T> {

    static TextType<String> plain(String noun) {
        return new TextType<>(noun, text -> text, text -> text, "", null, false);
    }

    static TextType<Secret> secret(String noun) {
        return new TextType<>(noun, Secret::new, Secret::toString, new Secret(""), null, true);
    }

    @Override
    public @Nullable T read(Object json) {
        return json instanceof String text && !text.isEmpty() ? parse.apply(text) : null;
    }

    @Override
    public String wanted() {
        return noun;
    }

    @Override
    public JsonObject schema() {
        JsonObject schema = new JsonObject().put("type", "string").put("minLength", 1);
        return pattern == null ? schema : schema.put("pattern", pattern);
    }

    @Override
    public Object toJson(T value) {
        return toText.apply(value);
    }
}
