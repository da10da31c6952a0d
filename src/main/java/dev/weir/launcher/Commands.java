package dev.weir.launcher;

import dev.weir.cli.Demo;
import dev.weir.cli.Tool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The commands there are besides the services, by name. */
final class Commands {
    static final Map<String, Command> BY_NAME = inOrder();

    private Commands() {}

    /** As they are listed. */
    private static Map<String, Command> inOrder() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("demo", Demo::run);
        // Written out, so that the library behind them is loaded for them only.
        commands.put("pub", (args, in, out, err) -> Tool.pub(args, in, out, err));
        commands.put("sub", (args, in, out, err) -> Tool.sub(args, in, out, err));
        commands.put("consume", (args, in, out, err) -> Tool.consume(args, in, out, err));
        commands.put("groups", (args, in, out, err) -> Tool.groups(args, in, out, err));
        commands.put("dead", (args, in, out, err) -> Tool.dead(args, in, out, err));
        commands.put("nodes", (args, in, out, err) -> Tool.nodes(args, in, out, err));
        commands.put("passwd", (args, in, out, err) -> Tool.passwd(args, in, out, err));
        commands.put("check-config", (args, in, out, err) -> Tool.checkConfig(args, in, out, err));
        commands.put("log", (args, in, out, err) -> Tool.log(args, in, out, err));
        return Collections.unmodifiableMap(commands);
    }
}
