package dev.weir.config;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** {@code true} or {@code false}. */
record FlagType() implements Type<Boolean> {
    @Override
    public @Nullable Boolean read(Object json) {
        return json instanceof Boolean flag ? flag : null;
    }

    @Override
    public String wanted() {
        return "true or false";
    }

    @Override
    public Boolean placeholder() {
        return false;
    }

    @Override
    public JsonObject schema() {
        return new JsonObject().put("type", "boolean");
    }
}
