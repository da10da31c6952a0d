package dev.weir.web;

import dev.weir.protocol.CloseCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One wheel for all connections of a loop: each is looked at every heartbeat, a sixteenth of them at a time.
 *
 * <p>A peer that was silent since the last look is pinged; one that stayed silent after that is closed with 4000.
 * Life is any byte received, and any byte the peer took of what waits for it. Whoever we do not read from because
 * we paused it is alive. Peers that only ever write, as the original's publishers do, never see a ping; those TCP's own
 * keep-alive has to find dead.
 */
final class KeepAlive {
    private static final int SLOTS = 16;
    private static final byte[] EMPTY = new byte[0];

    /** In the order in which they are to be looked at. */
    private final LinkedHashMap<Connection, Watched> connections = new LinkedHashMap<>();

    private final ScheduledFuture<?> ticking;
    private int due;

    KeepAlive(EventLoop loop, long heartbeatMs) {
        long tickMs = Math.max(1, heartbeatMs / SLOTS);
        ticking = loop.scheduleAtFixedRate(this::tick, tickMs, tickMs, TimeUnit.MILLISECONDS);
    }

    /** Until the connection is gone. */
    void watch(Connection connection) {
        connections.put(connection, new Watched(connection));
        connection.channel().closeFuture().addListener(gone -> connections.remove(connection));
    }

    int watched() {
        return connections.size();
    }

    void stop() {
        ticking.cancel(false);
        connections.clear();
    }

    /** Looks at the connections that have waited longest; all of them once per heartbeat. */
    private void tick() {
        due += connections.size();
        for (; due >= SLOTS; due -= SLOTS) {
            Iterator<Watched> oldest = connections.values().iterator();
            if (oldest.hasNext()) {
                Watched watched = oldest.next();
                oldest.remove();
                if (watched.look()) {
                    connections.put(watched.connection, watched);
                }
            }
        }
        if (connections.isEmpty()) {
            due = 0;
        }
    }

    private static final class Watched {
        private final Connection connection;
        private long taken;
        private boolean backedUp;
        private boolean pinged;

        Watched(Connection connection) {
            this.connection = connection;
        }

        /** False when there is nothing more to watch. */
        boolean look() {
            if (!connection.isOpen()) {
                return false;
            }
            if (!connection.answersPings()) {
                return true;
            }
            // Only a peer that bytes wait for can show life by taking them: what the kernel takes proves nothing.
            boolean drained = backedUp && connection.takenBytes() > taken;
            if (connection.alive || drained || connection.readingPaused()) {
                pinged = false;
            } else if (pinged) {
                connection.close(CloseCode.SILENT, "silent for two heartbeats");
                return false;
            } else {
                pinged = true;
                connection.sendPing(EMPTY);
                connection.flush();
            }
            backedUp = connection.isBackedUp();
            taken = connection.takenBytes();
            connection.alive = false;
            return true;
        }
    }
}
