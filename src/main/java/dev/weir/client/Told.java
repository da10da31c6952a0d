package dev.weir.client;

import java.util.concurrent.Executor;

/** Tells the listener, on the thread for calls. */
final class Told {
    private final ClientListener listener;
    private final ClientListener.Side side;
    private final Executor calls;

    Told(ClientListener listener, ClientListener.Side side, Executor calls) {
        this.listener = listener;
        this.side = side;
        this.calls = calls;
    }

    void connection(ClientListener.Event event, String words) {
        calls.execute(() -> listener.connection(side, event, words));
    }

    void groupGap(String group, Gap gap) {
        calls.execute(() -> listener.groupGap(group, gap));
    }

    void stale(String group, long offset) {
        calls.execute(() -> listener.stale(group, offset));
    }

    void problem(Throwable problem) {
        calls.execute(() -> listener.problem(problem));
    }
}
