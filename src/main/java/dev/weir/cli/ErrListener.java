package dev.weir.cli;

import dev.weir.client.ClientListener;
import dev.weir.client.Gap;
import java.io.PrintStream;

/** Says on stderr what happens beside messages. */
final class ErrListener implements ClientListener {
    private final String command;
    private final PrintStream err;

    ErrListener(String command, PrintStream err) {
        this.command = command;
        this.err = err;
    }

    @Override
    public void connection(Side side, Event event, String words) {
        if (event == Event.LOST) {
            Tool.say(err, command, words);
        }
    }

    @Override
    public void gap(String filter, Gap gap) {
        Tool.say(err, command, words(filter, gap));
    }

    @Override
    public void groupGap(String group, Gap gap) {
        Tool.say(err, command, words(group, gap));
    }

    @Override
    public void stale(String group, long offset) {
        Tool.say(
                err,
                command,
                "offset " + offset
                        + " may come again: its lease was over, or the connection was lost before its ack was"
                        + " confirmed");
    }

    @Override
    public void problem(Throwable problem) {
        Tool.say(err, command, String.valueOf(problem.getMessage()));
    }

    private static String words(String where, Gap gap) {
        String which = gap.to() < gap.from()
                ? "what came before"
                : gap.from() == gap.to() ? "offset " + gap.from() : "offsets " + gap.from() + " to " + gap.to();
        return "gap in " + where + ": " + which + " cannot be had (" + gap.reason() + ")";
    }
}
