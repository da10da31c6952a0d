package dev.weir.config;

/**
 * One thing wrong with a config.
 *
 * @param path where, as a JSON path such as {@code server.port}; empty for the config as a whole
 * @param message what, without the path, on one line
 */
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
