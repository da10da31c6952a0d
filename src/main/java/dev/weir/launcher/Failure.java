package dev.weir.launcher;

import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to tell about a start that failed.
 *
 * @param exitCode what the process ends with
 * @param lines what to show, each on one line
 */
record Failure(int exitCode, List<String> lines) {
    /** By name, so that the launcher can be built and tested without the config room. */
    private static final String CONFIG_EXCEPTION = "dev.weir.config.ConfigException";

    /**
     * Finds the words for an exception.
     *
     * @param service what was to be started, with its config
     * @param thrown why it did not; null if it took too long
     */
    static Failure of(Service service, JsonObject config, @Nullable Throwable thrown) {
        if (thrown == null) {
            return deployment(service, "did not start within two minutes");
        }
        if (thrown instanceof StartFailure inner && inner.getCause() != null) {
            return of(inner.service(), inner.config(), inner.getCause());
        }
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t.getClass().getName().equals(CONFIG_EXCEPTION)) {
                return config(service, String.valueOf(t.getMessage()));
            }
            if (isPortInUse(t)) {
                return deployment(service, "port " + port(service, config) + " is already in use");
            }
            if (t instanceof ClassNotFoundException && service.className().equals(t.getMessage())) {
                return deployment(service, "this build has no class " + service.className());
            }
        }
        return deployment(service, reason(thrown));
    }

    private static Failure config(Service service, String problems) {
        List<String> lines = problems.lines()
                .map(problem -> service.word() + " config: " + Line.clean(problem))
                .toList();
        return new Failure(ExitCode.USAGE, lines);
    }

    private static Failure deployment(Service service, String reason) {
        return new Failure(ExitCode.DEPLOYMENT, List.of(service.word() + " did not start: " + reason));
    }

    /** The native transport reports it in an exception of its own, as text. */
    private static boolean isPortInUse(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return message.contains("Address already in use")
                || (thrown instanceof BindException && message.contains("in use"));
    }

    private static Object port(Service service, JsonObject config) {
        Object port = config.getValue("server") instanceof JsonObject server ? server.getValue("port") : null;
        return port instanceof Number ? port : service.defaultPort();
    }

    /** The outermost message there is; wrappers without one are looked through. */
    private static String reason(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = t.getMessage();
            boolean isJustTheCause =
                    t.getCause() != null && t.getCause().toString().equals(message);
            if (message != null && !message.isBlank() && !isJustTheCause) {
                return Line.clean(message);
            }
        }
        return thrown.getClass().getSimpleName();
    }
}
