package dev.weir.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** From the first line to the last. All fields are owned by the demo's thread, which is the one that calls run. */
final class Conversation {
    private static final long PONG_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);
    private static final long ECHO_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

    private final BlockingQueue<Event> events;
    private final TypedLines lines;
    private final ServiceSocket publisher;
    private final ServiceSocket subscriber;
    private final Screen screen;
    private final Echoes echoes = new Echoes();

    /** The answer to the one request for a line, until it is taken. */
    private final Deque<Event> typed = new ArrayDeque<>(1);

    private int pings;
    private String lastPong = "";
    private int sends;
    private int written;

    Conversation(
            BlockingQueue<Event> events,
            TypedLines lines,
            ServiceSocket publisher,
            ServiceSocket subscriber,
            Screen screen) {
        this.events = events;
        this.lines = lines;
        this.publisher = publisher;
        this.subscriber = subscriber;
        this.screen = screen;
    }

    /** Follows lines until {@code exit} or their end; throws when a connection is lost. */
    void run() throws DemoFailure, InterruptedException {
        boolean more = true;
        while (more) {
            lines.next();
            handleUntil(() -> !typed.isEmpty(), FOREVER_NANOS);
            if (typed.remove() instanceof Event.Line line) {
                more = follow(Command.parse(line.text()));
            } else {
                handleUntil(echoes::complete, ECHO_NANOS_MAX);
                more = false;
            }
        }
    }

    private boolean follow(Command command) throws DemoFailure, InterruptedException {
        if (command instanceof Command.Sub sub) {
            send(subscriber, new SeedMessage(sub.topic(), "sub"));
            settle();
            echoes.subscribed(sub.topic());
        } else if (command instanceof Command.Unsub unsub) {
            send(subscriber, new SeedMessage(unsub.topic(), "unsub"));
            settle();
            echoes.unsubscribed(unsub.topic());
        } else if (command instanceof Command.Publish publish) {
            screen.sent(publish.message());
            echoes.sent(publish.message());
            send(publisher, publish.message());
        } else if (command instanceof Command.Bad bad) {
            screen.problem(bad.hint());
        }
        return !(command instanceof Command.Exit);
    }

    /** Waits until the frame is written, so that a service that stops reading stops the lines too. */
    private void send(ServiceSocket service, SeedMessage message) throws DemoFailure, InterruptedException {
        int mine = ++sends;
        service.send(message.toJson());
        handleUntil(() -> written >= mine, FOREVER_NANOS);
    }

    /**
     * A service answers a ping only after earlier frames of that socket took effect; so what is published next meets
     * the new subscription. The original may answer early or not at all: then it goes on after the time limit.
     */
    private void settle() throws DemoFailure, InterruptedException {
        String payload = "demo-" + ++pings;
        subscriber.ping(payload);
        handleUntil(() -> lastPong.equals(payload), PONG_NANOS_MAX);
    }

    private void handleUntil(BooleanSupplier done, long limitNanos) throws DemoFailure, InterruptedException {
        long deadline = System.nanoTime() + limitNanos;
        while (!done.getAsBoolean()) {
            Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                return;
            }
            handle(event);
            if (events.isEmpty()) {
                subscriber.caughtUp();
            }
        }
    }

    private void handle(Event event) throws DemoFailure {
        if (event instanceof Event.Received received) {
            SeedMessage.fromJson(received.text())
                    .ifPresentOrElse(
                            this::show,
                            () -> screen.problem("received something without a readable topic and content, left out"));
        } else if (event instanceof Event.Pong pong) {
            lastPong = pong.payload();
        } else if (event instanceof Event.Written) {
            written++;
        } else if (event instanceof Event.Noted noted) {
            screen.problem(noted.words());
        } else if (event instanceof Event.Lost lost) {
            throw new DemoFailure(lost.words());
        } else {
            typed.add(event);
        }
    }

    private void show(SeedMessage message) {
        screen.received(message);
        echoes.received(message);
    }
}
