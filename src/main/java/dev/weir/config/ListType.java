package dev.weir.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of values of one type. */
record ListType<T>(Type<T> item) implements Type<List<T>> {
    @Override
    public @Nullable List<T> read(Object json) {
        if (!(json instanceof JsonArray array)) {
            return null;
        }
        List<T> values = new ArrayList<>();
        for (Object element : array) {
            T value = element == null ? null : item.read(element);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return List.copyOf(values);
    }

    @Override
    public String wanted() {
        return "a list in which each entry is " + item.wanted();
    }

    @Override
    public List<T> placeholder() {
        return List.of();
    }

    @Override
    public JsonObject schema() {
        return new JsonObject().put("type", "array").put("items", item.schema());
    }

    @Override
    public Object toJson(List<T> value) {
        JsonArray array = new JsonArray();
        value.forEach(element -> array.add(item.toJson(element)));
        return array;
    }
}
