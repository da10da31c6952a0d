package dev.weir.process;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.RawWs;
import dev.weir.torture.Journal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;

/** Follows without the Java client: writes down what comes as it comes, and asks again for what is behind that. */
final class RawSink implements Sink {
    private final String filter;
    private final Journal journal;
    private final RawLine line;
    private String epoch = "";
    private volatile long received;
    /** As far as it has everything; -1 before the first subscription holds. */
    private volatile long reached = -1;

    /** Follows from what comes next; returns when the subscription holds. */
    RawSink(String name, String filter, int port, Journal journal) {
        this.filter = filter;
        this.journal = journal;
        line = new RawLine(name, port, "/subscribe", journal, this::opened, this::received);
        line.start();
        Eventually.until("a subscription", Duration.ofSeconds(20), () -> {
            line.check();
            return reached >= 0;
        });
    }

    private void opened(RawWs socket) throws IOException {
        JsonObject subscribe = new JsonObject()
                .put("type", "subscribe")
                .put("id", 1)
                .put("filter", filter)
                .put("from", reached < 0 ? "new" : place(reached + 1));
        line.send(socket, subscribe.encode());
    }

    private JsonObject place(long offset) {
        return new JsonObject().put("offset", offset).put("epoch", epoch);
    }

    private void received(JsonObject frame) {
        switch (frame.getString("type")) {
            case "welcome" -> journal.note(frame.encode());
            case "subscribed" -> subscribed(frame);
            case "message" -> message(frame);
            case "mark" -> reached = Math.max(reached, frame.getLong("offset"));
            case "gap" -> gap(frame);
            default -> throw new AssertionError("out of place: " + frame.encode());
        }
    }

    private void subscribed(JsonObject frame) {
        journal.note(frame.encode());
        if (!frame.getBoolean("recovered")) {
            gap(frame.getJsonObject("gap"));
        }
        if (reached < 0) {
            epoch = frame.getString("epoch");
            journal.start(filter, frame.getLong("offset"));
            reached = frame.getLong("offset") - 1;
        }
    }

    private void gap(JsonObject gap) {
        journal.gap(gap.getLong("from"), gap.getLong("to"), gap.getString("reason"));
    }

    private void message(JsonObject frame) {
        long offset = frame.getLong("offset");
        String data = "\"" + frame.getValue("data") + "\"";
        Payload payload = Payload.parse(data);
        if (payload == null) {
            journal.garbled(offset, frame.encode());
        } else {
            journal.received(
                    offset, frame.getLong("prev"), frame.getString("topic"), payload.producer(), payload.number());
        }
        reached = Math.max(reached, offset);
        received++;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long reached() {
        return reached;
    }

    @Override
    public void check() {
        line.check();
    }

    @Override
    public String toString() {
        return filter + " (" + received + ", up to " + reached + ")";
    }

    @Override
    public void close() {
        line.close();
        journal.close();
    }
}
