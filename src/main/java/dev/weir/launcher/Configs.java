package dev.weir.launcher;

import io.vertx.core.json.JsonObject;

/** What the launcher asks of the config room, in one place. */
final class Configs {
    private Configs() {}

    /** The config of one service out of that of all: its own section laid over what is common. */
    static JsonObject serviceJson(JsonObject all, Service service) {
        JsonObject json = all.copy();
        Service.SINGLES.forEach(other -> json.remove(other.word()));
        return json.mergeIn(all.getJsonObject(service.word(), new JsonObject()).copy(), true);
    }
}
