package dev.weir.web;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections, all together and per address, and drops those that are no WebSocket within the time limit. Owned
 * by the server's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private static final int PROBE_IDLE_S = 60;
    private static final int PROBE_EVERY_S = 15;
    private static final int PROBES = 4;

    private final int connectionsMax;
    private final int perAddressMax;
    private final long handshakeTimeoutMs;
    private final EventLoop loop;
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final Map<Channel, ScheduledFuture<?>> waiting = new HashMap<>();
    private int connections;

    Admission(EventLoop loop, int connectionsMax, int perAddressMax, long handshakeTimeoutMs) {
        this.loop = loop;
        this.connectionsMax = connectionsMax;
        this.perAddressMax = perAddressMax;
        this.handshakeTimeoutMs = handshakeTimeoutMs;
    }

    /** A connection is there, its TLS handshake done. */
    void opened(Channel channel) {
        String address = addressOf(channel);
        if (connections >= connectionsMax || perAddress.getOrDefault(address, 0) >= perAddressMax) {
            LOG.warn(
                    "connection from {} refused: {} open, {} from there",
                    address,
                    connections,
                    perAddress.getOrDefault(address, 0));
            channel.close();
            return;
        }
        probeWhenIdle(channel);
        connections++;
        perAddress.merge(address, 1, Integer::sum);
        expectHandshake(channel);
        channel.closeFuture().addListener(gone -> closed(channel, address));
    }

    /** Finds hosts that are gone without a word, also those we ping in vain or do not read from: in two minutes. */
    private static void probeWhenIdle(Channel channel) {
        if (channel.config() instanceof EpollSocketChannelConfig epoll) {
            epoll.setKeepAlive(true)
                    .setTcpKeepIdle(PROBE_IDLE_S)
                    .setTcpKeepIntvl(PROBE_EVERY_S)
                    .setTcpKeepCnt(PROBES);
        }
    }

    private void expectHandshake(Channel channel) {
        waiting.put(channel, loop.schedule(() -> late(channel), handshakeTimeoutMs, TimeUnit.MILLISECONDS));
    }

    private void late(Channel channel) {
        LOG.info("connection from {} dropped: no handshake within {} ms", addressOf(channel), handshakeTimeoutMs);
        channel.close();
    }

    void upgraded(Channel channel) {
        ScheduledFuture<?> timer = waiting.remove(channel);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void closed(Channel channel, String address) {
        upgraded(channel);
        connections--;
        perAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }

    static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress a && a.getAddress() != null
                ? a.getAddress().getHostAddress()
                : "unknown";
    }
}
