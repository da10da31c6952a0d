package dev.weir.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * A TCP socket that remembers how its input ended. The JDK's TLS socket answers a bare TCP end like a close_notify;
 * laid over this socket the two can be told apart.
 */
final class TappedSocket extends Socket {
    private volatile boolean ended;
    private volatile boolean reset;

    /** True once TCP itself reported the end of input. */
    boolean ended() {
        return ended;
    }

    /** True once the other side has reset the connection. */
    boolean reset() {
        return reset;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                try {
                    int count = super.read(target, offset, length);
                    if (count < 0) {
                        ended = true;
                    }
                    return count;
                } catch (SocketException e) {
                    reset = true;
                    throw e;
                }
            }
        };
    }
}
