package dev.weir.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One of an enum's constants, written in lower camel case. */
record ChoiceType<E extends Enum<E>>(Class<E> choices) implements Type<E> {
    private List<E> constants() {
        return Arrays.asList(choices.getEnumConstants());
    }

    @Override
    public @Nullable E read(Object json) {
        return constants().stream()
                .filter(choice -> toJson(choice).equals(json))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String wanted() {
        return "one of "
                + String.join(
                        ", ",
                        constants().stream().map(c -> toJson(c).toString()).toList());
    }

    @Override
    public E placeholder() {
        return constants().get(0);
    }

    @Override
    public JsonObject schema() {
        JsonArray words = new JsonArray();
        constants().forEach(choice -> words.add(toJson(choice)));
        return new JsonObject().put("enum", words);
    }

    @Override
    public Object toJson(E value) {
        StringBuilder word = new StringBuilder();
        for (String part : value.name().split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.replace(0, 1, word.substring(0, 1).toLowerCase(Locale.ROOT)).toString();
    }
}
