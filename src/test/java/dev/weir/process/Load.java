package dev.weir.process;

import dev.weir.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Sources that publish at an even rate, and the sinks that follow them. */
final class Load implements AutoCloseable {
    private static final int TICK_MS = 10;

    private final List<Source> sources;
    private final List<Sink> sinks;
    private final int ratePerSecond;
    private final ScheduledExecutorService ticks;
    private final List<Future<?>> publishing = new ArrayList<>();

    /** The rate is that of all sources together. */
    Load(List<Source> sources, List<Sink> sinks, int ratePerSecond) {
        this.sources = sources;
        this.sinks = sinks;
        this.ratePerSecond = ratePerSecond;
        ticks = Executors.newScheduledThreadPool(sources.size());
    }

    void start() {
        for (Source source : sources) {
            Pace pace = new Pace(ratePerSecond / sources.size(), System.nanoTime());
            Runnable tick = () -> {
                try {
                    source.publish(pace.due(System.nanoTime()));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
            publishing.add(ticks.scheduleWithFixedDelay(tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS));
        }
    }

    /** What has been held up by an outage is not caught up on: the load is to be even, and the kills are to be under load. */
    private static final class Pace {
        private static final int CAUGHT_UP_MAX_MS = 100;

        private final int ratePerSecond;
        private long lastNanos;
        private double due;

        Pace(int ratePerSecond, long nowNanos) {
            this.ratePerSecond = ratePerSecond;
            this.lastNanos = nowNanos;
        }

        int due(long nowNanos) {
            due += ratePerSecond * 1e-9 * (nowNanos - lastNanos);
            due = Math.min(due, ratePerSecond * 1e-3 * CAUGHT_UP_MAX_MS);
            lastNanos = nowNanos;
            int now = (int) due;
            due -= now;
            return now;
        }
    }

    /** Publishes nothing more, and waits until all that was sent is confirmed and received. */
    void finish(Duration limit) {
        ticks.shutdown();
        until("the last publish", limit, ticks::isTerminated);
        until("all confirmed", limit, () -> sources.stream().allMatch(one -> one.confirmed() == one.sent()));
        until("all received", limit, () -> sinks.stream().allMatch(one -> one.reached() >= newest()));
    }

    int ratePerSecond() {
        return ratePerSecond;
    }

    long confirmed() {
        return sources.stream().mapToLong(Source::confirmed).sum();
    }

    long newest() {
        return sources.stream().mapToLong(Source::newest).max().orElse(0);
    }

    /** Until each source has got another confirm and each sink another message. */
    void awaitServed(Duration limit) {
        List<BooleanSupplier> served = new ArrayList<>();
        sources.forEach(one -> served.add(more(one.confirmed(), one::confirmed)));
        sinks.forEach(one -> served.add(more(one.received(), one::received)));
        until("all served again", limit, () -> served.stream().allMatch(BooleanSupplier::getAsBoolean));
    }

    private static BooleanSupplier more(long than, LongSupplier now) {
        return () -> now.getAsLong() > than;
    }

    /** Waits; throws at once if a client has broken down. */
    void until(String what, Duration limit, BooleanSupplier condition) {
        try {
            Eventually.until(what, limit, () -> {
                check();
                return condition.getAsBoolean();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; " + sources + " up to " + newest() + ", " + sinks, e);
        }
    }

    private void check() {
        sources.forEach(Source::check);
        sinks.forEach(Sink::check);
        for (Future<?> one : publishing) {
            if (one.isDone() && !one.isCancelled()) {
                throw new AssertionError("a publisher has stopped: " + one);
            }
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        sources.forEach(Source::close);
        sinks.forEach(Sink::close);
    }
}
