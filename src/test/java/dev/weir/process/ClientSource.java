package dev.weir.process;

import dev.weir.client.ClientOptions;
import dev.weir.client.Publication;
import dev.weir.client.Published;
import dev.weir.client.WeirClient;
import dev.weir.client.WhenFull;
import dev.weir.torture.Journal;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Publishes with the Java client: numbered, so that nothing may be there twice. */
final class ClientSource implements Source {
    private final String name;
    private final Journal journal;
    private final WeirClient client;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong newest = new AtomicLong();
    private volatile long sent;
    private volatile @Nullable Throwable refused;

    ClientSource(String name, ClientOptions.Builder options, Journal journal) {
        this.name = name;
        this.journal = journal;
        client = WeirClient.connect(options.producer(name, 1)
                .unconfirmed(4_096, 8 << 20, WhenFull.WAIT)
                .listener(new Notes(journal))
                .build());
    }

    @Override
    public void publish(int count) {
        for (int i = 0; i < count; i++) {
            long number = sent + 1;
            Payload payload = new Payload(name, number);
            journal.sent(number, payload.topic());
            sent = number;
            var unused = client.publish(Publication.json(payload.topic(), payload.json()))
                    .whenComplete((published, problem) -> answered(number, published, problem));
        }
    }

    private void answered(long number, @Nullable Published published, @Nullable Throwable problem) {
        if (published == null) {
            journal.refused(number, String.valueOf(problem));
            refused = problem;
        } else {
            journal.confirmed(number, published.offset(), published.epoch(), published.duplicate());
            newest.accumulateAndGet(published.offset(), Math::max);
            confirmed.incrementAndGet();
        }
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long confirmed() {
        return confirmed.get();
    }

    @Override
    public long newest() {
        return newest.get();
    }

    @Override
    public void check() {
        Throwable problem = refused;
        if (problem != null) {
            throw new AssertionError(name + " was refused", problem);
        }
    }

    @Override
    public String toString() {
        return name + " (" + confirmed + " of " + sent + ")";
    }

    @Override
    public void close() {
        client.close();
        journal.close();
    }
}
