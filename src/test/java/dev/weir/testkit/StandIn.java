package dev.weir.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a service of the original system on a free port of 127.0.0.1: Basic auth as hello/test, an empty 200
 * for anybody else, a bare 101, and never a header that only Weir knows. One daemon thread per handshake; an open
 * WebSocket belongs to the test that takes it with {@link #accept}.
 */
public final class StandIn implements AutoCloseable {
    private static final String WRONG_CREDENTIALS = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String NO_UPGRADE =
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 12\r\n\r\nBad Request\n";

    private final Listener server;
    private final @Nullable SSLContext tls;
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private final Queue<Peer> accepted = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<HttpHead> requests = new LinkedBlockingQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile String refusal = "";
    private volatile boolean dropping;
    private volatile String subprotocol = "";

    private StandIn(@Nullable SSLContext tls, int port) throws IOException {
        this.tls = tls;
        server = new Listener(port);
        daemon("stand-in-accept", this::acceptAll);
    }

    /** Serves TLS with {@link TestCerts#SERVER}. */
    public static StandIn tls() throws IOException {
        return tls(TestCerts.SERVER, 0);
    }

    /** Serves TLS with a pair of one's choice, on a port of one's choice (0: any free one). */
    public static StandIn tls(TestCerts pair, int port) throws IOException {
        return new StandIn(pair.serverContext(), port);
    }

    /** Serves TCP without TLS. */
    public static StandIn plain() throws IOException {
        return new StandIn(null, 0);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on answers every request with these bytes and closes; empty: serves again. */
    public StandIn refuseWith(String response) {
        refusal = response;
        return this;
    }

    /** From now on answers with this subprotocol those who offer it. */
    public StandIn speaking(String name) {
        subprotocol = name;
        return this;
    }

    /** From now on drops every connection before the TLS handshake, or (false) serves again. */
    public StandIn dropNewcomers(boolean drop) {
        dropping = drop;
        return this;
    }

    /** The next client that has opened a WebSocket; waits at most {@link RawSocket#TIMEOUT}. */
    public Peer accept() throws InterruptedException {
        Peer peer = take(peers, "no client came");
        accepted.add(peer);
        return peer;
    }

    /** From now on nobody but this reads what clients that were accepted say: it waits for their Close frames and answers them. */
    public void answerCloses() {
        for (Peer peer = accepted.poll(); peer != null; peer = accepted.poll()) {
            Peer closing = peer;
            daemon("stand-in-closing", () -> {
                try {
                    closing.awaitClose();
                } catch (IOException | AssertionError e) {
                    // It has gone without one.
                }
            });
        }
    }

    /** The next request head, of refused clients too; waits at most {@link RawSocket#TIMEOUT}. */
    public HttpHead request() throws InterruptedException {
        return take(requests, "no request came");
    }

    private static <T> T take(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
        T next = queue.poll(RawSocket.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError(otherwise + " within " + RawSocket.TIMEOUT);
        }
        return next;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                TappedSocket tcp = server.accept();
                open.add(tcp);
                daemon("stand-in-" + tcp.getPort(), () -> serve(tcp));
            } catch (IOException e) {
                // Closed by the test, or one newcomer failed: the loop's condition tells.
            }
        }
    }

    private void serve(TappedSocket tcp) {
        try {
            if (dropping) {
                tcp.close();
                return;
            }
            tcp.setTcpNoDelay(true);
            handshake(new RawSocket(tls == null ? tcp : overTls(tls, tcp), tcp));
        } catch (IOException | AssertionError e) {
            // A client that went away or spoke rubbish: the test sees it from the other end.
            closeQuietly(tcp);
        }
    }

    private SSLSocket overTls(SSLContext context, TappedSocket tcp) throws IOException {
        tcp.setSoTimeout((int) RawSocket.TIMEOUT.toMillis());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", tcp.getPort(), true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private void handshake(RawSocket socket) throws IOException {
        HttpHead request = HttpHead.parse(socket.readHead());
        requests.add(request);
        String key = request.header("Sec-WebSocket-Key").orElse("");
        if (!refusal.isEmpty()) {
            answer(socket, refusal);
        } else if (!request.header("Authorization").orElse("").equals(Http.basicValue("hello", "test"))) {
            answer(socket, WRONG_CREDENTIALS);
        } else if (key.isEmpty()) {
            answer(socket, NO_UPGRADE);
        } else {
            socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + RawWs.accept(key) + "\r\n" + chosen(request) + "\r\n");
            peers.add(new Peer(socket, request));
        }
    }

    private String chosen(HttpHead request) {
        boolean offered = request.header("Sec-WebSocket-Protocol").orElse("").equals(subprotocol);
        return offered && !subprotocol.isEmpty() ? "Sec-WebSocket-Protocol: " + subprotocol + "\r\n" : "";
    }

    private static void answer(RawSocket socket, String response) throws IOException {
        socket.write(response);
        socket.close();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Accepts sockets that remember how their input ended. */
    private static final class Listener extends ServerSocket {
        Listener(int port) throws IOException {
            super(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        }

        @Override
        public TappedSocket accept() throws IOException {
            TappedSocket tcp = new TappedSocket();
            implAccept(tcp);
            return tcp;
        }
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(StandIn::closeQuietly);
    }
}
