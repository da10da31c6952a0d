package dev.weir.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** How much two connected sockets of this machine hold between a writer and a reader. */
final class SocketBuffers {
    private static final int ROUNDS = 20;

    private SocketBuffers() {}

    /**
     * Measured: a writer fills up a connection whose reader is slow, again and again, as the kernel widens the buffers of
     * a connection that is used.
     */
    static long bytesMax() throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel writer = SocketChannel.open(server.getLocalAddress());
                SocketChannel reader = server.accept()) {
            writer.configureBlocking(false);
            reader.configureBlocking(false);
            ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
            long most = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long held = 0;
                int written = 1;
                while (written > 0) {
                    written = writer.write(chunk.clear());
                    held += written;
                }
                most = Math.max(most, held);
                int read = 1;
                while (read > 0) {
                    read = reader.read(chunk.clear());
                }
            }
            return most;
        }
    }
}
