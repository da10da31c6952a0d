package dev.weir.link;

import dev.weir.config.LimitsConfig;
import dev.weir.protocol.CloseCode;
import dev.weir.web.Connection;
import java.util.concurrent.TimeUnit;

/**
 * The beginning of a native connection: the welcome once the edge is linked, or a Close 1013 when that takes too long. Owned
 * by the connection's loop.
 */
public final class Welcome {
    /** How long a client waits for the edge's link before it is sent away. */
    static final long TIMEOUT_MS = 5_000;

    private final Connection connection;
    private final NativeOutput output;
    private final LinkedEdge edge;
    private final NativeScratch scratch;
    private final LimitsConfig limits;
    private final String user;
    private final Runnable linked = this::linked;

    public Welcome(
            Connection connection,
            NativeOutput output,
            LinkedEdge edge,
            NativeScratch scratch,
            LimitsConfig limits,
            String user) {
        this.connection = connection;
        this.output = output;
        this.edge = edge;
        this.scratch = scratch;
        this.limits = limits;
        this.user = user;
    }

    /** To be called once the connection is in its pipeline. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task looks for itself whether it is still needed
    public void begin() {
        edge.whenLinked(linked);
        if (!output.isWelcomed()) {
            connection.channel().eventLoop().schedule(this::unlinked, TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void linked() {
        QueueHello queue = edge.queue();
        if (queue != null && connection.isOpen()) {
            output.welcome(scratch.frames()
                    .welcome(
                            edge.name(),
                            user,
                            queue.epoch(),
                            edge.head(),
                            limits.heartbeatMs(),
                            limits.messageBytesMax()));
        }
    }

    private void unlinked() {
        if (!output.isWelcomed()) {
            connection.close(CloseCode.OVERLOADED, "no link to the queue: come back later");
        }
    }

    /** The connection is gone. */
    public void closed() {
        edge.forget(linked);
    }
}
