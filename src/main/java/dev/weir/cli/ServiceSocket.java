package dev.weir.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One WebSocket to a service. Methods are called by the demo's thread; what happens is added to its events by the
 * event loop.
 */
final class ServiceSocket {
    private static final int UNHANDLED_MAX = 1_000;
    private static final long CLOSE_MS_MAX = 2_000;

    private final URI url;
    private final BlockingQueue<Event> events;
    /** Held because a client that is garbage-collected closes its sockets. */
    private final WebSocketClient client;

    private final ClientWebSocket socket;
    private final AtomicBoolean paused = new AtomicBoolean();

    private ServiceSocket(Vertx vertx, URI url, DemoOptions options, BlockingQueue<Event> events) {
        this.url = url;
        this.events = events;
        client = vertx.createWebSocketClient(Connecting.clientOptions(url, options));
        socket = client.webSocket();
    }

    /** Connects, waiting until it is open. */
    static ServiceSocket open(Vertx vertx, URI url, DemoOptions options, BlockingQueue<Event> events)
            throws DemoFailure, InterruptedException {
        ServiceSocket service = new ServiceSocket(vertx, url, options, events);
        service.listen();
        try {
            await(service.socket.connect(Connecting.request(url, options)), Connecting.LIMIT_MS + 2_000);
        } catch (ExecutionException e) {
            throw Connecting.failure(url, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw Connecting.failure(url, e);
        }
        return service;
    }

    private void listen() {
        socket.textMessageHandler(this::received);
        socket.pongHandler(payload -> events.add(new Event.Pong(payload.toString())));
        // A service that closes may keep TCP open for a while; its Close frame is enough.
        socket.frameHandler(frame -> {
            if (frame.isClose()) {
                events.add(lost(" (closed with " + frame.closeStatusCode() + " " + frame.closeReason() + ")"));
            }
        });
        socket.closeHandler(nothing -> events.add(lost("")));
        // What ends the connection is told by its close; a message over the size limit (this exception) does not end
        // it.
        socket.exceptionHandler(e -> {
            if (e instanceof IllegalStateException) {
                events.add(new Event.Noted(
                        "a message of more than " + Connecting.MESSAGE_BYTES_MAX + " bytes was left out"));
            }
        });
    }

    private void received(String text) {
        events.add(new Event.Received(text));
        if (events.size() >= UNHANDLED_MAX && paused.compareAndSet(false, true)) {
            socket.pause();
        }
    }

    /** Reads on when the demo has caught up. */
    void caughtUp() {
        if (paused.compareAndSet(true, false)) {
            socket.resume();
        }
    }

    /** Sends a text frame; a Written or Lost event follows. */
    void send(String text) {
        socket.writeTextMessage(text)
                .onComplete(written -> events.add(written.succeeded() ? new Event.Written() : lost("")));
    }

    /** Sends a ping; a Pong event follows if the service answers. */
    void ping(String payload) {
        socket.writePing(Buffer.buffer(payload)).onFailure(e -> events.add(lost("")));
    }

    /** Closes with 1000 and waits a little for the answer, so that what was sent before is read. */
    void close() throws InterruptedException {
        try {
            await(socket.close(), CLOSE_MS_MAX);
        } catch (ExecutionException | TimeoutException e) {
            // Gone already, or the service does not answer: closing the client cuts it.
        }
        client.close();
    }

    private Event lost(String how) {
        return new Event.Lost("the connection to " + url + " was lost" + how
                + "; start the demo again when the service is back. The last messages may not have arrived.");
    }

    private static void await(Future<?> future, long limitMs)
            throws ExecutionException, TimeoutException, InterruptedException {
        future.toCompletionStage().toCompletableFuture().get(limitMs, TimeUnit.MILLISECONDS);
    }
}
