package dev.weir.launcher;

import dev.weir.cli.Demo;
import java.util.Map;

/** The commands there are besides the services, by name. */
final class Commands {
    static final Map<String, Command> BY_NAME = Map.of("demo", Demo::run);

    private Commands() {}
}
