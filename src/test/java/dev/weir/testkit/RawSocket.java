package dev.weir.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/**
 * Bytes to and from 127.0.0.1, over TLS (any certificate is trusted) or plain TCP. Blocking; a read that waits longer
 * than {@link #TIMEOUT} throws {@link SocketTimeoutException}. One thread reads, one (the same or another) writes.
 */
public final class RawSocket implements AutoCloseable {
    /** The limit of every read and of connecting, unless another is set. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int HEAD_BYTES_MAX = 1 << 20;

    private final Socket socket;
    private final TappedSocket tcp;
    private final InputStream in;
    private volatile boolean writing;

    RawSocket(Socket socket, TappedSocket tcp) throws IOException {
        this.socket = socket;
        this.tcp = tcp;
        this.in = socket.getInputStream();
        timeout(TIMEOUT);
    }

    /** A TLS connection, handshake done. */
    public static RawSocket tls(int port) throws IOException {
        return tls(port, 0);
    }

    /** A TLS connection whose TCP receive buffer is about {@code receiveBytes} (0: as the system has it). */
    public static RawSocket tls(int port, int receiveBytes) throws IOException {
        TappedSocket tcp = connect(port, receiveBytes);
        try {
            SSLSocket tls =
                    (SSLSocket) TrustAll.context().getSocketFactory().createSocket(tcp, "localhost", port, true);
            tls.startHandshake();
            return new RawSocket(tls, tcp);
        } catch (IOException | RuntimeException e) {
            tcp.close();
            throw e;
        }
    }

    /** A TCP connection without TLS. */
    public static RawSocket plain(int port) throws IOException {
        return plain(port, 0);
    }

    /** A TCP connection without TLS, with a receive buffer of about {@code receiveBytes} (0: as the system has it). */
    public static RawSocket plain(int port, int receiveBytes) throws IOException {
        TappedSocket tcp = connect(port, receiveBytes);
        return new RawSocket(tcp, tcp);
    }

    private static TappedSocket connect(int port, int receiveBytes) throws IOException {
        TappedSocket tcp = new TappedSocket();
        try {
            if (receiveBytes > 0) {
                // Before connecting, as the window scale is settled then.
                tcp.setReceiveBufferSize(receiveBytes);
            }
            tcp.setTcpNoDelay(true);
            tcp.setSoTimeout((int) TIMEOUT.toMillis());
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            tcp.connect(new InetSocketAddress(loopback, port), (int) TIMEOUT.toMillis());
            return tcp;
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
    }

    /** Sets the limit of each single read. */
    public RawSocket timeout(Duration limit) throws SocketException {
        socket.setSoTimeout(Math.max(1, (int) limit.toMillis()));
        return this;
    }

    /** Writes and flushes; blocks while the other side does not read. */
    public void write(byte[] bytes) throws IOException {
        writing = true;
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        writing = false;
    }

    /** Writes text as ISO 8859-1, one byte per character: the way of HTTP heads. */
    public void write(String latin1) throws IOException {
        write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads up to and including the first empty line; throws {@link EOFException} if the input ends before. */
    public String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = readByte();
            head.write(b);
            int due = matched % 2 == 0 ? '\r' : '\n';
            matched = b == due ? matched + 1 : b == '\r' ? 1 : 0;
            if (head.size() > HEAD_BYTES_MAX) {
                throw new IOException("no empty line within " + HEAD_BYTES_MAX + " bytes");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads exactly {@code count} bytes; throws {@link EOFException} if the input ends before. */
    public byte[] readExactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("input ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Reads one byte, 0 to 255; throws {@link EOFException} if the input has ended. */
    public int readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("input ended");
        }
        return b;
    }

    /** Reads at most {@code most} bytes, at least one unless the input has ended (then none). */
    public byte[] readSome(int most) throws IOException {
        byte[] bytes = new byte[most];
        int count = in.read(bytes);
        return count < 0 ? new byte[0] : java.util.Arrays.copyOf(bytes, count);
    }

    /** Reads everything up to the end of input, which must come without a reset. */
    public byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    /** Skips what still comes and says how the input ended; {@link SocketTimeoutException} if it does not. */
    public End awaitEnd() throws IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        byte[] skipped = new byte[8192];
        try {
            while (in.read(skipped) >= 0) {
                if (System.nanoTime() - deadline > 0) {
                    throw new SocketTimeoutException("data still comes after " + TIMEOUT);
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (tcp.reset()) {
                return End.RESET;
            }
            if (tcp.ended()) {
                return End.EOF;
            }
            throw e;
        }
        return isTls() && !tcp.ended() ? End.TLS_CLOSE : End.EOF;
    }

    /** The certificate the other side showed. */
    public X509Certificate peerCertificate() throws IOException {
        return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    /** Ends our output politely (TLS close_notify, TCP FIN); reading goes on. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends TCP at once with a reset and, over TLS, without close_notify: as a crash looks to the other side. */
    public void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /** Ends TCP with a FIN and, over TLS, without close_notify. */
    public void cut() throws IOException {
        tcp.close();
    }

    boolean isTls() {
        return socket != tcp;
    }

    /**
     * Ends both directions without waiting for the other side, which the JDK's TLS socket would do. Says close_notify
     * first unless a write is stuck or has failed.
     */
    @Override
    public void close() {
        if (tcp.isClosed()) {
            return;
        }
        try (tcp) {
            if (isTls() && !writing) {
                socket.shutdownOutput();
            }
            // Unread bytes, such as TLS session tickets, would turn the FIN into a reset.
            InputStream unread = tcp.getInputStream();
            unread.skipNBytes(unread.available());
        } catch (IOException e) {
            // The other side was faster.
        }
    }
}
