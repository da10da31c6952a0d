package dev.weir.launcher;

import io.vertx.core.json.JsonObject;

/** Says which service of several did not start. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Service service;
    private final transient JsonObject config;

    StartFailure(Service service, JsonObject config, Throwable cause) {
        super(service.word() + " did not start", cause);
        this.service = service;
        this.config = config;
    }

    Service service() {
        return service;
    }

    JsonObject config() {
        return config;
    }
}
