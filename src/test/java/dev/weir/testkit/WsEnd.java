package dev.weir.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What both ends of an open WebSocket can do. Blocking, and each read waits at most {@link RawSocket#TIMEOUT}. */
public abstract sealed class WsEnd implements AutoCloseable permits RawWs, Peer {
    private static final int MASK = 0x37fa213d;

    private final RawSocket socket;
    private final HttpHead head;
    private final boolean client;

    WsEnd(RawSocket socket, HttpHead head, boolean client) {
        this.socket = socket;
        this.head = head;
        this.client = client;
    }

    /** A whole message. */
    public record Message(int opcode, String text) {}

    /** How the other side ended: close code and reason, then the end of its stream. */
    public record Closed(int code, String reason, End end) {}

    /** The bytes below, for what this class does not offer. */
    public RawSocket socket() {
        return socket;
    }

    /** The head the other side sent in the handshake. */
    public HttpHead head() {
        return head;
    }

    /** A frame as this end has to send it: a client masks, a server does not (RFC 6455 §5.1). */
    public FrameBytes frame(int opcode, String text) {
        return masked(FrameBytes.of(opcode, text));
    }

    /** As {@link #frame(int, String)}, of bytes. */
    public FrameBytes frame(int opcode, byte[] payload) {
        return masked(FrameBytes.of(opcode, payload));
    }

    /** A frame with everything said. */
    public static byte[] frame(boolean fin, int rsv, int opcode, boolean masked, byte[] payload) {
        FrameBytes frame = FrameBytes.of(opcode, payload).fin(fin).rsv(rsv);
        return (masked ? frame.mask(MASK) : frame).bytes();
    }

    public void send(FrameBytes frame) throws IOException {
        socket.write(frame.bytes());
    }

    public void sendText(String text) throws IOException {
        send(frame(Frame.TEXT, text));
    }

    public void sendBinary(byte[] payload) throws IOException {
        send(frame(Frame.BINARY, payload));
    }

    public void ping(String payload) throws IOException {
        send(frame(Frame.PING, payload));
    }

    public void pong(byte[] payload) throws IOException {
        send(frame(Frame.PONG, payload));
    }

    public void sendClose(int code, String reason) throws IOException {
        send(frame(Frame.CLOSE, FrameBytes.closePayload(code, reason)));
    }

    /** The next frame of any kind; one masked the wrong way is an {@link AssertionError}. */
    public Frame readFrame() throws IOException {
        Frame frame = Frame.read(socket);
        if (frame.masked() == client) {
            throw new AssertionError(client ? "a server's frame was masked" : "a client's frame was not masked");
        }
        return frame;
    }

    /** The next message; pings on the way are answered, pongs dropped; a Close frame is an {@link AssertionError}. */
    public Message readMessage() throws IOException {
        return readMessage(true);
    }

    /** As {@link #readMessage()}; with {@code answerPings} false, pings are dropped. */
    public Message readMessage(boolean answerPings) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int opcode = -1;
        while (true) {
            Frame frame = readFrame();
            if (frame.opcode() == Frame.CLOSE) {
                throw new AssertionError("closed: " + frame.closeCode() + " " + frame.closeReason());
            }
            if (frame.isControl()) {
                if (frame.opcode() == Frame.PING && answerPings) {
                    pong(frame.bytes());
                }
                continue;
            }
            if ((opcode < 0) == (frame.opcode() == Frame.CONTINUATION) || frame.rsv() != 0) {
                throw new AssertionError("frame out of place: " + frame);
            }
            opcode = opcode < 0 ? frame.opcode() : opcode;
            whole.writeBytes(frame.bytes());
            if (frame.fin()) {
                return new Message(opcode, decode(opcode, whole.toByteArray()));
            }
        }
    }

    /** The next message, which must be text. */
    public String readText() throws IOException {
        Message message = readMessage();
        if (message.opcode() != Frame.TEXT) {
            throw new AssertionError("binary where text was due");
        }
        return message.text();
    }

    /** Sends a ping and reads up to its pong; data frames before it are an {@link AssertionError}. */
    public void roundTrip(String payload) throws IOException {
        ping(payload);
        Frame frame = readFrame();
        while (frame.opcode() == Frame.PING) {
            pong(frame.bytes());
            frame = readFrame();
        }
        if (frame.opcode() != Frame.PONG || !frame.text().equals(payload)) {
            throw new AssertionError("not the pong: " + frame);
        }
    }

    /** Fails if any frame comes within {@code limit}; leaves the connection usable. */
    public void expectSilence(Duration limit) throws IOException {
        socket.timeout(limit);
        try {
            throw new AssertionError("not silent, byte " + socket.readByte());
        } catch (SocketTimeoutException e) {
            socket.timeout(RawSocket.TIMEOUT);
        }
    }

    /** Skips frames up to the Close frame, answers it, and waits for the end of the stream. */
    public Closed awaitClose() throws IOException {
        return awaitClose(true);
    }

    /** As {@link #awaitClose()}; with {@code answer} false no Close frame is sent back. */
    public Closed awaitClose(boolean answer) throws IOException {
        Frame frame = readFrame();
        while (frame.opcode() != Frame.CLOSE) {
            frame = readFrame();
        }
        if (answer) {
            try {
                send(frame(Frame.CLOSE, frame.bytes()));
            } catch (SocketException e) {
                // Gone already: its end is read below.
            }
        }
        if (!client) {
            // The server is the first to end TCP (RFC 6455 §7.1.1).
            socket.shutdownOutput();
        }
        return new Closed(frame.closeCode(), frame.closeReason(), socket.awaitEnd());
    }

    @Override
    public void close() {
        socket.close();
    }

    private FrameBytes masked(FrameBytes frame) {
        return client ? frame.mask(MASK) : frame;
    }

    /** Binary is shown with one character per byte. */
    private static String decode(int opcode, byte[] bytes) {
        return opcode == Frame.TEXT
                ? new Frame(true, 0, opcode, false, java.nio.ByteBuffer.wrap(bytes)).text()
                : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
