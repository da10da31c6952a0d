package dev.weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    /** Nobody looks at connections that come and go before the next heartbeat. */
    @Test
    void forgetsAConnectionWhenItIsGone() {
        EmbeddedChannel wheel = new EmbeddedChannel();
        KeepAlive keepAlive = new KeepAlive(wheel.eventLoop(), 3_600_000);
        try (LooseConnections loose = new LooseConnections()) {
            for (int i = 0; i < 10; i++) {
                Connection[] made = new Connection[1];
                loose.open(1 << 20, connection -> {
                    made[0] = connection;
                    return new Silent();
                });
                keepAlive.watch(made[0]);
                assertEquals(1, keepAlive.watched());
                LooseConnections.drop(made[0]);
                assertEquals(0, keepAlive.watched());
            }
        }
        keepAlive.stop();
        wheel.finishAndReleaseAll();
    }

    private static final class Silent implements ConnectionHandler {
        @Override
        public void message(boolean text, ByteBuf buf, int at, int length) {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void closed() {}
    }
}
