package dev.weir.seed;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A stretch of network between an edge and its queue: each direction can be held, and all connections be cut. */
final class GatedProxy implements AutoCloseable {
    private final ServerSocket server;
    private final Gate up = new Gate();
    private final Gate down = new Gate();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile int target;
    private volatile boolean cut;

    GatedProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon(this::acceptAll);
    }

    /** Holds bytes of one direction while closed, and counts those that went through. */
    static final class Gate {
        private boolean closed;
        private long passed;

        synchronized void hold() {
            closed = true;
        }

        synchronized void release() {
            closed = false;
            notifyAll();
        }

        /** Bytes that went through so far. */
        synchronized long passed() {
            return passed;
        }

        private synchronized void pass(int bytes) throws InterruptedException {
            while (closed) {
                wait();
            }
            passed += bytes;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** From the edge to the queue. */
    Gate up() {
        return up;
    }

    /** From the queue to the edge. */
    Gate down() {
        return down;
    }

    /** Cuts every connection, and new ones at once until {@link #mend}. */
    void cut() {
        cut = true;
        open.forEach(GatedProxy::closeQuietly);
        open.clear();
    }

    void mend(int newTarget) {
        target = newTarget;
        cut = false;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket edge = server.accept();
                if (cut) {
                    edge.close();
                    continue;
                }
                Socket queue = new Socket(server.getInetAddress(), target);
                open.add(edge);
                open.add(queue);
                daemon(() -> pump(edge, queue, up));
                daemon(() -> pump(queue, edge, down));
            } catch (IOException e) {
                // Closed by the test, or the queue is not there: the loop's condition tells.
            }
        }
    }

    private static void pump(Socket from, Socket to, Gate gate) {
        byte[] bytes = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
                gate.pass(n);
                to.getOutputStream().write(bytes, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // One end is gone; so is the other.
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "gated-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        up.release();
        down.release();
        cut();
    }
}
