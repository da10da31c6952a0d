package dev.weir.cli;

/** What one typed line asks for. */
sealed interface Command {
    /** {@code sub TOPIC}; the topic is everything after the first space. */
    record Sub(String topic) implements Command {}

    /** {@code unsub TOPIC}; the topic is everything after the first space. */
    record Unsub(String topic) implements Command {}

    /** {@code TOPIC MESSAGE}; the topic ends at the first space. */
    record Publish(SeedMessage message) implements Command {}

    /** {@code exit}. */
    record Exit() implements Command {}

    /** An empty line. */
    record Nothing() implements Command {}

    /** A line that means nothing, and what to type instead. */
    record Bad(String hint) implements Command {}

    /** Reads any line; never throws. */
    static Command parse(String line) {
        int space = line.indexOf(' ');
        String first = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        if (line.isBlank()) {
            return new Nothing();
        }
        if (line.equals("exit")) {
            return new Exit();
        }
        if (first.equals("sub") || first.equals("unsub")) {
            if (rest.isEmpty()) {
                return new Bad("which topic? Type: " + first + " TOPIC");
            }
            return first.equals("sub") ? new Sub(rest) : new Unsub(rest);
        }
        if (first.isEmpty() || rest.isEmpty()) {
            return new Bad("type: TOPIC MESSAGE, sub TOPIC, unsub TOPIC or exit");
        }
        return new Publish(new SeedMessage(first, rest));
    }
}
