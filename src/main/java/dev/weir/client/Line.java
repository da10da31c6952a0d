package dev.weir.client;

import dev.weir.protocol.CloseCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A connection that comes back: opens, waits for the welcome, hands frames on, and after a loss waits and opens again
 * unless the loss says that this does not help. Owned by the loop.
 */
final class Line {
    static final String PROTOCOL = "weir.v1.json";

    /** A connection that lived shorter does not get the shortest back-off again. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How long a server that said goaway may take to close. */
    private static final long LEAVE_MS_MAX = 5_000;

    private final URI url;
    private final ClientOptions options;
    private final HttpClient http;
    private final ScheduledExecutorService loop;
    private final Told told;
    private final LineUser user;
    private final BackOff backOff;

    private LineState state = LineState.IDLE;
    private @Nullable Wire wire;
    private @Nullable Future<?> heartbeat;
    private boolean wasOpen;
    private boolean reading = true;
    private long openedNanos;
    private long heardNanos;
    private long comeBackInMs = -1;

    Line(URI url, ClientOptions options, HttpClient http, ScheduledExecutorService loop, Told told, LineUser user) {
        this.url = url;
        this.options = options;
        this.http = http;
        this.loop = loop;
        this.told = told;
        this.user = user;
        backOff = new BackOff(options.backOffMsMin(), options.backOffMsMax(), RandomGenerator.getDefault());
    }

    /** Opens unless it has been asked to before. */
    void start() {
        if (state == LineState.IDLE) {
            connect();
        }
    }

    boolean isOpen() {
        return state == LineState.OPEN;
    }

    /** Sends if open; else nothing, since the user sends anew in {@link LineUser#opened}. */
    void send(String frame) {
        if (isOpen() && wire != null) {
            wire.send(frame);
        }
    }

    /** As {@link #send}, and also while the server waits for us to go: for what ends something that was begun before. */
    void finish(String frame) {
        if ((isOpen() || state == LineState.LEAVING) && wire != null) {
            wire.send(frame);
        }
    }

    /** There is room again. */
    void readOn() {
        if (!reading && wire != null) {
            reading = true;
            heardNanos = System.nanoTime();
            wire.request();
        }
    }

    private void connect() {
        if (state == LineState.ENDED) {
            return;
        }
        state = state.to(LineState.CONNECTING);
        reading = true;
        Wire opening = new Wire(this, loop, options.frameBytesMax());
        wire = opening;
        String pair = options.user() + ":" + options.password();
        var unused = http.newWebSocketBuilder()
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .subprotocols(PROTOCOL)
                .connectTimeout(Duration.ofMillis(options.connectTimeoutMs()))
                .buildAsync(url, opening)
                .whenCompleteAsync((socket, problem) -> connected(opening, socket, problem), loop);
        later(options.connectTimeoutMs(), () -> {
            if (wire == opening && (state == LineState.CONNECTING || state == LineState.GREETING)) {
                ended(WeirException.here(
                        WeirException.UNREACHABLE, true, "cannot connect to " + url + ": no welcome in time"));
            }
        });
    }

    private void connected(Wire opening, @Nullable WebSocket socket, @Nullable Throwable problem) {
        if (opening != wire || socket == null) {
            if (socket != null) {
                socket.abort();
            } else if (opening == wire && problem != null) {
                ended(ConnectFailures.of(url, problem));
            }
            return;
        }
        state = state.to(LineState.GREETING);
        opening.opened(socket);
        if (!socket.getSubprotocol().equals(PROTOCOL)) {
            ended(WeirException.here(
                    WeirException.BAD_ANSWER, false, "the service at " + url + " does not speak " + PROTOCOL));
        }
    }

    void heard(Wire from) {
        if (from == wire) {
            heardNanos = System.nanoTime();
        }
    }

    void text(Wire from, String text) {
        if (from != wire) {
            return;
        }
        heard(from);
        List<ServerFrame> frames;
        try {
            frames = ServerFrameReader.read(text);
        } catch (IOException e) {
            refused(from, "a frame that cannot be read (" + firstLine(e.getMessage()) + ")");
            return;
        }
        List<ServerFrame> rest = new ArrayList<>(frames.size());
        for (ServerFrame frame : frames) {
            if (!handled(from, frame)) {
                rest.add(frame);
            }
        }
        if (!rest.isEmpty()) {
            user.received(rest, text.length());
        }
        if (from == wire) {
            reading = user.hasRoom();
            if (reading) {
                from.request();
            }
        }
    }

    private boolean handled(Wire from, ServerFrame frame) {
        if (frame instanceof ServerFrame.Welcome welcome) {
            if (state == LineState.GREETING) {
                welcomed(from, welcome);
            }
        } else if (frame instanceof ServerFrame.Ping) {
            from.send(ClientFrames.PONG);
        } else if (frame instanceof ServerFrame.GoAway away) {
            leave(from, away);
        } else {
            return frame instanceof ServerFrame.Other;
        }
        return true;
    }

    private void welcomed(Wire from, ServerFrame.Welcome welcome) {
        state = state.to(LineState.OPEN);
        wasOpen = true;
        openedNanos = System.nanoTime();
        from.limitFrames(welcome.maxFrameBytes());
        heartbeat = loop.scheduleAtFixedRate(
                () -> beat(from, welcome.heartbeatMs()),
                welcome.heartbeatMs(),
                welcome.heartbeatMs(),
                TimeUnit.MILLISECONDS);
        told.connection(ClientListener.Event.OPENED, "connected to " + url);
        user.opened(welcome);
    }

    /** Also while we do not read, since our ping then tells the server that we live. */
    private void beat(Wire from, long heartbeatMs) {
        if (from != wire) {
            return;
        }
        if (reading && System.nanoTime() - heardNanos > TimeUnit.MILLISECONDS.toNanos(2 * heartbeatMs)) {
            ended(lost("nothing was heard for " + 2 * heartbeatMs + " ms"));
        } else {
            from.ping();
        }
    }

    private void leave(Wire from, ServerFrame.GoAway away) {
        if (state != LineState.OPEN) {
            return;
        }
        state = state.to(LineState.LEAVING);
        comeBackInMs = Math.max(0, away.reconnectInMs());
        later(LEAVE_MS_MAX, () -> {
            if (from == wire) {
                ended(lost("the server asked to go (" + firstLine(away.reason()) + ")"));
            }
        });
    }

    /** Gives this connection up and opens another at once. */
    void again(String why) {
        comeBackInMs = 0;
        ended(lost(why));
    }

    /** Gives this connection up and opens another after the back-off. */
    void retry(WeirException why) {
        ended(why);
    }

    void refused(Wire from, String what) {
        if (from == wire) {
            ended(WeirException.here(WeirException.BAD_ANSWER, wasOpen, "the server sent " + what));
        }
    }

    void broken(Wire from, Throwable problem) {
        if (from == wire) {
            ended(lost(problem.getClass().getSimpleName()));
        }
    }

    void closed(Wire from, int code, String reason) {
        if (from == wire) {
            boolean comeBack = state == LineState.LEAVING || comeBack(code);
            String words = "the server closed the connection (" + code + (reason.isEmpty() ? "" : " ")
                    + firstLine(reason) + ")";
            ended(new WeirException(code, WeirException.LOST, comeBack, words));
        }
    }

    private static boolean comeBack(int code) {
        return Arrays.stream(CloseCode.values())
                .filter(known -> known.number() == code)
                .findFirst()
                .map(CloseCode::comeBack)
                .orElse(code < 4500 || code > 4999);
    }

    private static WeirException lost(String why) {
        return WeirException.here(WeirException.LOST, true, "the connection was lost (" + why + ")");
    }

    private void ended(WeirException why) {
        if (state == LineState.ENDED || state == LineState.WAITING) {
            return;
        }
        drop();
        if (!why.isRetryable() || !(wasOpen || options.waitForServer())) {
            state = state.to(LineState.ENDED);
            told.connection(ClientListener.Event.FAILED, why.words());
            user.failed(why);
            return;
        }
        state = state.to(LineState.WAITING);
        if (openedNanos != 0 && System.nanoTime() - openedNanos > STEADY_NANOS) {
            backOff.reset();
        }
        openedNanos = 0;
        long delayMs = comeBackInMs >= 0 ? comeBackInMs : backOff.nextMs();
        comeBackInMs = -1;
        told.connection(ClientListener.Event.LOST, why.words() + "; tries again in " + delayMs + " ms");
        user.lost();
        later(delayMs, () -> {
            if (state == LineState.WAITING) {
                connect();
            }
        });
    }

    private void drop() {
        if (wire != null) {
            wire.abort();
            wire = null;
        }
        if (heartbeat != null) {
            heartbeat.cancel(false);
            heartbeat = null;
        }
    }

    /** Ends it from our side; done when the server has answered or the connection is gone. */
    CompletableFuture<Void> close() {
        Wire last = wire;
        wire = null;
        if (state != LineState.ENDED) {
            state = state.to(LineState.ENDED);
        }
        drop();
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> bye = last.close();
        return bye.completeOnTimeout(null, 1, TimeUnit.SECONDS).thenRunAsync(last::abort, loop);
    }

    private void later(long delayMs, Runnable work) {
        var unused = loop.schedule(work, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Foreign words made fit for one line. */
    private static String firstLine(@Nullable String words) {
        return words == null ? "" : words.replaceAll("\\R.*", "").replaceAll("\\p{Cntrl}", " ");
    }
}
