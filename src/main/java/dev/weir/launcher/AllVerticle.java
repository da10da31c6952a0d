package dev.weir.launcher;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * The three services in one process, each with its own part of the config. The queue goes first, so that the edges find
 * it; if one does not start, none stays.
 */
public final class AllVerticle extends VerticleBase {
    private final Function<Service, String> classNames;

    public AllVerticle() {
        this(Service::className);
    }

    /** With other verticles in the three places. */
    AllVerticle(Function<Service, String> classNames) {
        this.classNames = classNames;
    }

    @Override
    public Future<?> start() {
        // Joined, not raced: the failure is reported once nothing is still starting.
        return deploy(Service.MSGQUEUE)
                .compose(id -> Future.join(deploy(Service.PUBLISHER), deploy(Service.SUBSCRIBER)));
    }

    private Future<String> deploy(Service service) {
        JsonObject config = Configs.serviceJson(config(), service);
        return vertx.deployVerticle(classNames.apply(service), new DeploymentOptions().setConfig(config))
                .recover(cause -> Future.failedFuture(new StartFailure(service, config, cause)));
    }
}
