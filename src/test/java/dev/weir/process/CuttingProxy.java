package dev.weir.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a port of this machine that breaks: each connection is cut after a random number of bytes in either
 * direction, with a reset as often as with an ordinary end. Bytes before the cut pass as they are.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Random random;
    private final int bytesMax;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean cutting;

    /** @param bytesMax a connection passes less than this, once {@link #startCutting} was called */
    CuttingProxy(int target, long seed, int bytesMax) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.random = new Random(seed);
        this.bytesMax = bytesMax;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections, also those there are, are cut from here on. */
    void startCutting() {
        cutting = true;
    }

    int cuts() {
        return cuts.get();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(near);
                open.add(far);
                boolean reset = random.nextBoolean();
                int forth = random.nextInt(bytesMax);
                int back = random.nextInt(bytesMax);
                daemon(() -> pass(near, far, forth, reset));
                daemon(() -> pass(far, near, back, reset));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pass(Socket from, Socket to, int cutAfter, boolean reset) {
        byte[] bytes = new byte[8 * 1024];
        long passed = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (cutting && passed + count > cutAfter) {
                    out.write(bytes, 0, (int) Math.max(0, cutAfter - passed));
                    cuts.incrementAndGet();
                    if (reset) {
                        from.setSoLinger(true, 0);
                        to.setSoLinger(true, 0);
                    }
                    return;
                }
                out.write(bytes, 0, count);
                passed += count;
            }
        } catch (IOException e) {
            // The other direction was cut.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
