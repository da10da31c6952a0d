package dev.weir.web.drain;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.function.Consumer;

/** What becomes of a process when one of its services must not go on. Any thread. */
public final class Leaving implements Shareable {
    private final Consumer<String> leave;

    private Leaving(Consumer<String> leave) {
        this.leave = leave;
    }

    /** To be called by whoever owns the process, before anything is deployed. */
    public static void by(Vertx vertx, Consumer<String> leave) {
        map(vertx).put("leaving", new Leaving(leave));
    }

    /** Leaves, for this reason; where nobody owns the process, {@code otherwise} is done. */
    public static void say(Vertx vertx, String why, Runnable otherwise) {
        Leaving leaving = map(vertx).get("leaving");
        if (leaving == null) {
            otherwise.run();
        } else {
            leaving.leave.accept(why);
        }
    }

    private static LocalMap<String, Leaving> map(Vertx vertx) {
        return vertx.sharedData().getLocalMap("weir.leaving");
    }
}
