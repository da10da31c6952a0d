package dev.weir.process;

import dev.weir.client.ClientOptions;
import dev.weir.client.From;
import dev.weir.client.Message;
import dev.weir.client.Position;
import dev.weir.client.Subscription;
import dev.weir.client.WeirClient;
import dev.weir.torture.Journal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Follows with the Java client. */
final class ClientSink implements Sink {
    private final Journal journal;
    private final WeirClient client;
    private final Subscription subscription;
    private volatile long received;

    /** Returns when the subscription holds. */
    ClientSink(String filter, From from, ClientOptions.Builder options, Journal journal) throws Exception {
        this.journal = journal;
        client = WeirClient.connect(options.listener(new Notes(journal)).build());
        subscription = client.subscribe(filter, from, this::received);
        var started = subscription.started().thenAccept(place -> journal.start(filter, place.offset() + 1));
        started.get(20, TimeUnit.SECONDS);
    }

    private void received(Message message) {
        Payload payload = Payload.parse(new String(message.data(), StandardCharsets.UTF_8));
        if (payload == null) {
            journal.garbled(message.offset(), message.topic() + " " + message.dataText());
        } else {
            journal.received(message.offset(), message.prev(), message.topic(), payload.producer(), payload.number());
        }
        received++;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long reached() {
        Position place = subscription.position();
        return place == null ? 0 : place.offset();
    }

    @Override
    public void check() {
        if (subscription.ended().isDone()) {
            subscription.ended().join();
        }
    }

    @Override
    public String toString() {
        return subscription.filter() + " (" + received + ", up to " + reached() + ")";
    }

    @Override
    public void close() {
        client.close();
        journal.close();
    }
}
