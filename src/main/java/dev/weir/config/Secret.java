package dev.weir.config;

/**
 * Text that must not reach a log: it prints as stars, also inside the records that hold it.
 *
 * @param value the text itself
 */
public record Secret(String value) {
    @Override
    public String toString() {
        return "****";
    }
}
