package dev.weir.cli;

import dev.weir.client.Published;
import dev.weir.client.WeirException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Counts what became of publishes; holds only those that are still open, which the client bounds. One thread. */
final class Confirms {
    /** Later failures are counted and not told one by one. */
    private static final int TOLD_MAX = 10;

    private final PrintStream err;
    private final Deque<Open> open = new ArrayDeque<>();
    private long confirmed;
    private long duplicates;
    private long failed;
    private boolean hopeless;
    private @Nullable Published last;

    Confirms(PrintStream err) {
        this.err = err;
    }

    private record Open(CompletableFuture<Published> future, long line) {}

    /** @param line where in the input it stood; 0 if it did not */
    void add(CompletableFuture<Published> future, long line) {
        open.add(new Open(future, line));
        while (!open.isEmpty() && open.element().future().isDone()) {
            settle(open.remove());
        }
    }

    void awaitAll() {
        while (!open.isEmpty()) {
            settle(open.remove());
        }
        if (failed > TOLD_MAX) {
            Tool.say(err, "weir pub", failed + " messages were not confirmed");
        }
    }

    private void settle(Open one) {
        try {
            Published published = one.future().join();
            confirmed++;
            duplicates += published.duplicate() ? 1 : 0;
            last = published;
        } catch (CompletionException e) {
            failed++;
            WeirException why = e.getCause() instanceof WeirException known ? known : null;
            hopeless |= why != null && !why.isRetryable() && why.code() != 400 && why.code() != 413;
            hopeless |= why != null && why.name().equals(WeirException.UNREACHABLE);
            if (failed <= TOLD_MAX) {
                String what = why == null ? String.valueOf(e.getCause()) : ServerOptions.advice(why);
                Tool.say(err, "weir pub", (one.line() == 0 ? "" : "line " + one.line() + ": ") + what);
            }
        }
    }

    /** Whether there is no use in sending more. */
    boolean isHopeless() {
        return hopeless;
    }

    long confirmed() {
        return confirmed;
    }

    long failed() {
        return failed;
    }

    String summary() {
        Published end = last;
        if (end == null) {
            return "nothing to publish";
        }
        return confirmed + " confirmed"
                + (duplicates == 0 ? "" : ", " + duplicates + " of them had been stored before")
                + "; the last at offset " + end.offset() + ", "
                + end.durability().name().toLowerCase(Locale.ROOT);
    }
}
