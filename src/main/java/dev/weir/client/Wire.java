package dev.weir.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. Puts fragments together and hands whole texts to the loop, one for each {@link #request}; sends what
 * waits as one message while the last one is still on its way.
 *
 * <p>{@code text} is owned by the JDK, which calls the listener's methods one after another; everything else by the loop.
 */
final class Wire implements WebSocket.Listener {
    /** Small frames are joined up to this size, so that one write carries many of them. */
    private static final int BATCH_CHARS = 16_384;

    private final Line line;
    private final Executor loop;
    private final int frameBytesMax;
    private final StringBuilder text = new StringBuilder();

    private final Deque<String> outgoing = new ArrayDeque<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private boolean sending;
    private boolean pinging;
    private int batchChars = BATCH_CHARS;

    Wire(Line line, Executor loop, int frameBytesMax) {
        this.line = line;
        this.loop = loop;
        this.frameBytesMax = frameBytesMax;
    }

    void opened(WebSocket open) {
        socket = open;
        request();
    }

    /** The server's limit; a character takes at most three bytes. */
    void limitFrames(int maxFrameBytes) {
        batchChars = Math.min(BATCH_CHARS, maxFrameBytes / 3);
    }

    /** Lets one more message in. */
    void request() {
        if (socket != null) {
            socket.request(1);
        }
    }

    void send(String frame) {
        outgoing.add(frame);
        pump();
    }

    private void pump() {
        if (sending || socket == null || outgoing.isEmpty() || socket.isOutputClosed()) {
            return;
        }
        sending = true;
        CompletionStage<WebSocket> sent = socket.sendText(nextBatch(), true);
        follow(sent, () -> {
            sending = false;
            pump();
        });
    }

    private String nextBatch() {
        String first = outgoing.remove();
        String second = outgoing.peek();
        if (second == null || first.length() + second.length() + 3 > batchChars) {
            return first;
        }
        StringBuilder batch = new StringBuilder("[").append(first);
        while (second != null && batch.length() + second.length() + 2 <= batchChars) {
            batch.append(',').append(outgoing.remove());
            second = outgoing.peek();
        }
        return batch.append(']').toString();
    }

    void ping() {
        if (pinging || socket == null || socket.isOutputClosed()) {
            return;
        }
        pinging = true;
        follow(socket.sendPing(ByteBuffer.allocate(0)), () -> pinging = false);
    }

    private void follow(CompletionStage<WebSocket> sent, Runnable then) {
        CompletionStage<WebSocket> unused = sent.whenCompleteAsync(
                (open, problem) -> {
                    if (problem == null) {
                        then.run();
                    } else {
                        line.broken(this, problem);
                    }
                },
                loop);
    }

    /** Says goodbye; done when the server has answered or the connection is gone. */
    CompletableFuture<Void> close() {
        if (socket == null || socket.isOutputClosed()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<WebSocket> unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .whenCompleteAsync((open, problem) -> drain(problem), loop);
        return gone;
    }

    /** Reads on to the server's Close frame, whatever stands before it. */
    private void drain(@Nullable Throwable problem) {
        if (problem != null || socket == null) {
            gone.complete(null);
        } else {
            socket.request(Long.MAX_VALUE);
        }
    }

    void abort() {
        gone.complete(null);
        if (socket != null) {
            socket.abort();
        }
    }

    /** Does not ask for the first message: that is for the loop, when it knows of the socket. */
    @Override
    public void onOpen(WebSocket open) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
        if (text.length() + part.length() > frameBytesMax) {
            loop.execute(() -> line.refused(this, "a frame of more than " + frameBytesMax + " bytes"));
            return null;
        }
        text.append(part);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            loop.execute(() -> line.text(this, whole));
        } else {
            open.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer part, boolean last) {
        loop.execute(() -> line.refused(this, "a binary frame"));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer payload) {
        return alive(open);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket open, ByteBuffer payload) {
        return alive(open);
    }

    private @Nullable CompletionStage<?> alive(WebSocket open) {
        loop.execute(() -> line.heard(this));
        open.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        loop.execute(() -> {
            gone.complete(null);
            line.closed(this, code, reason);
        });
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable problem) {
        loop.execute(() -> {
            gone.complete(null);
            line.broken(this, problem);
        });
    }
}
