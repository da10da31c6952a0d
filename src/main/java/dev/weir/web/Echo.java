package dev.weir.web;

import dev.weir.config.LimitsConfig;
import io.netty.buffer.ByteBuf;
import io.vertx.ext.web.Router;

/**
 * {@code /echo}: sends every message back. Only with {@code -Dweir.echo=true}, for conformance tests, through exactly
 * the code of the real endpoints.
 */
final class Echo implements ConnectionHandler {
    private static final String PROPERTY = "weir.echo";

    private final Connection connection;

    private Echo(Connection connection) {
        this.connection = connection;
    }

    static void mountIfWanted(Upgrades upgrades, Router router, LimitsConfig limits) {
        if (!Boolean.getBoolean(PROPERTY)) {
            return;
        }
        // What waits is bounded by reading no more while anything does.
        ConnectionLimits allowed = ConnectionLimits.of(limits, Integer.MAX_VALUE);
        upgrades.mount(
                router,
                new Endpoint("/echo", false, Endpoint.Session.of(allowed, (connection, user) -> new Echo(connection))));
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        ByteBuf copy = buf.alloc().directBuffer(length).writeBytes(buf, at, length);
        if (text) {
            connection.sendText(copy);
        } else {
            connection.sendBinary(copy);
        }
        if (connection.waitingBytes() > 0) {
            connection.pauseReading();
        }
    }

    @Override
    public void ping(byte[] payload) {
        connection.sendPong(payload);
    }

    @Override
    public void drained() {
        connection.resumeReading();
    }

    @Override
    public void closed() {}
}
