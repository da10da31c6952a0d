package dev.weir.launcher;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** Something to do that is not a service and ends by itself. */
@FunctionalInterface
interface Command {
    /**
     * Does it, on the calling thread.
     *
     * @param args the words after the command's name
     * @return the exit code
     */
    int run(List<String> args, InputStream in, PrintStream out, PrintStream err);
}
