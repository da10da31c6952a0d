package dev.weir.client;

import dev.weir.testkit.NativeStandIn;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients for tests, and what they were told. */
final class Clients {
    private Clients() {}

    /** Both sides at one stand-in, any certificate, quick to come back. */
    static ClientOptions.Builder to(NativeStandIn service) {
        return ClientOptions.builder()
                .publishUrl(URI.create(service.url("/publish")))
                .subscribeUrl(URI.create(service.url("/subscribe")))
                .credentials("hello", "test")
                .trust(Trust.anybody())
                .backOffMs(1, 20);
    }

    static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static WeirException failure(CompletableFuture<?> future) throws InterruptedException {
        try {
            throw new AssertionError("did not fail: " + future.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (WeirException) e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("neither done nor failed", e);
        }
    }

    /** Notes everything. */
    static final class Notes implements ClientListener {
        final List<String> connections = new CopyOnWriteArrayList<>();
        final List<Gap> gaps = new CopyOnWriteArrayList<>();
        final List<String> stale = new CopyOnWriteArrayList<>();
        final List<Throwable> problems = new CopyOnWriteArrayList<>();

        @Override
        public void connection(Side side, Event event, String words) {
            connections.add(event + " " + words);
        }

        @Override
        public void gap(String filter, Gap gap) {
            gaps.add(gap);
        }

        @Override
        public void groupGap(String group, Gap gap) {
            gaps.add(gap);
        }

        @Override
        public void stale(String group, long offset) {
            stale.add(group + " " + offset);
        }

        @Override
        public void problem(Throwable problem) {
            problems.add(problem);
        }
    }
}
