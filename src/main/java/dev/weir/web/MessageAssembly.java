package dev.weir.web;

import dev.weir.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from whatever pieces the network cuts them into, and finds every breach of RFC 6455 §5 and
 * §8.1 at the first byte that shows it. Pure: bytes in, calls to the {@link Sink} out. Owned by one loop.
 *
 * <p>A message that lies whole in the bytes just read is handed on where it lies; only one that does not is copied
 * together. A connection between messages holds no buffer.
 */
final class MessageAssembly {
    /** Told what came. The buffers are lent for the call; whoever wants to keep bytes copies them. */
    interface Sink {
        void message(boolean text, ByteBuf buf, int at, int length);

        void ping(byte[] payload);

        void pong(byte[] payload);

        /** A Close frame, the last thing told; 1005 when it named no code (§7.1.5). */
        void closeFrame(int code);

        /** The peer broke a rule or a limit, the last thing told. */
        void violation(CloseCode code, String why);
    }

    private final Sink sink;
    private final ByteBufAllocator alloc;
    private final int messageBytesMax;
    private final int fragmentsMax;
    private final FrameHeader header;
    private final Utf8Check utf8 = new Utf8Check();

    private boolean inPayload;
    private long remaining;
    private int maskPhase;
    private boolean inMessage;
    private boolean text;
    private int fragments;
    private @Nullable ByteBuf message;
    private byte @Nullable [] control;
    private int controlLength;
    private boolean ended;

    MessageAssembly(ByteBufAllocator alloc, boolean fromClient, int messageBytesMax, int fragmentsMax, Sink sink) {
        this.alloc = alloc;
        this.header = new FrameHeader(fromClient);
        this.messageBytesMax = messageBytesMax;
        this.fragmentsMax = fragmentsMax;
        this.sink = sink;
    }

    /** Consumes all bytes; after {@link #end} they are dropped. The bytes are unmasked where they lie. */
    void feed(ByteBuf in) {
        while (!ended && in.isReadable()) {
            if (!inPayload) {
                if (!header.read(in)) {
                    return;
                }
                begin();
            }
            if (!ended && inPayload) {
                payload(in);
            }
        }
        if (ended) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void begin() {
        String problem = header.problem();
        if (problem == null && header.opcode() < FrameHeader.CLOSE) {
            problem = beginData();
        }
        if (ended) {
            return;
        }
        if (problem != null) {
            violation(CloseCode.PROTOCOL, problem);
            return;
        }
        remaining = header.length();
        maskPhase = 0;
        inPayload = true;
        if (remaining == 0) {
            frameEnd(null, 0, 0);
        }
    }

    /** The rules of §5.4 and our limits, before the first byte of payload is taken. */
    private @Nullable String beginData() {
        int opcode = header.opcode();
        if (opcode == FrameHeader.CONTINUATION && !inMessage) {
            return "continuation without a message";
        }
        if (opcode != FrameHeader.CONTINUATION && inMessage) {
            return "new message within a message";
        }
        if (!inMessage) {
            inMessage = true;
            text = opcode == FrameHeader.TEXT;
            fragments = 0;
        }
        long length = header.length();
        long sofar = message == null ? 0 : message.readableBytes();
        if (sofar + length > messageBytesMax) {
            violation(CloseCode.TOO_BIG, "message over " + messageBytesMax + " bytes");
        } else if (++fragments > fragmentsMax) {
            violation(CloseCode.TOO_BIG, "message in over " + fragmentsMax + " fragments");
        }
        return null;
    }

    private void payload(ByteBuf in) {
        int at = in.readerIndex();
        int n = (int) Math.min(remaining, in.readableBytes());
        boolean whole = n == header.length();
        in.skipBytes(n);
        if (header.mask() != 0) {
            Mask.apply(in, at, n, header.mask(), maskPhase);
            maskPhase = (maskPhase + n) & 3;
        }
        remaining -= n;
        if (header.opcode() >= FrameHeader.CLOSE) {
            keepControl(in, at, n);
        } else {
            if (text && !utf8.feed(in, at, n)) {
                violation(CloseCode.BAD_UTF8, "text is not UTF-8");
                return;
            }
            if (whole && header.fin() && message == null) {
                frameEnd(in, at, n);
                return;
            }
            keep(in, at, n);
        }
        if (remaining == 0) {
            frameEnd(null, 0, 0);
        }
    }

    private void keep(ByteBuf in, int at, int n) {
        ByteBuf m = message;
        if (m == null) {
            // Room for what is there, not for what was announced: announcing costs a peer nothing.
            m = alloc.directBuffer(Math.max(n, 256), Math.max(messageBytesMax, 256));
            message = m;
        }
        m.writeBytes(in, at, n);
    }

    private void keepControl(ByteBuf in, int at, int n) {
        byte[] c = control;
        if (c == null) {
            c = new byte[(int) header.length()];
            control = c;
            controlLength = 0;
        }
        in.getBytes(at, c, controlLength, n);
        controlLength += n;
    }

    /** A frame is whole; its payload lies at {@code whole} if it was never copied. */
    private void frameEnd(@Nullable ByteBuf whole, int at, int length) {
        boolean fin = header.fin();
        int opcode = header.opcode();
        inPayload = false;
        header.clear();
        if (opcode >= FrameHeader.CLOSE) {
            byte[] payload = control == null ? new byte[0] : control;
            control = null;
            controlFrame(opcode, payload);
        } else if (fin) {
            messageEnd(whole, at, length);
        }
    }

    private void messageEnd(@Nullable ByteBuf whole, int at, int length) {
        inMessage = false;
        ByteBuf assembled = message;
        message = null;
        try {
            if (text && !utf8.complete()) {
                violation(CloseCode.BAD_UTF8, "text ends within a character");
            } else if (whole != null) {
                sink.message(text, whole, at, length);
            } else if (assembled != null) {
                sink.message(text, assembled, assembled.readerIndex(), assembled.readableBytes());
            } else {
                sink.message(text, Unpooled.EMPTY_BUFFER, 0, 0);
            }
        } finally {
            if (assembled != null) {
                assembled.release();
            }
        }
    }

    private void controlFrame(int opcode, byte[] payload) {
        if (opcode == FrameHeader.PING) {
            sink.ping(payload);
        } else if (opcode == FrameHeader.PONG) {
            sink.pong(payload);
        } else {
            CloseBody body = CloseBody.read(payload);
            if (body.problem() == null) {
                end();
                sink.closeFrame(body.code());
            } else {
                violation(body.problemCode(), body.problem());
            }
        }
    }

    private void violation(CloseCode code, String why) {
        end();
        sink.violation(code, why);
    }

    /** Nothing more is told; gives back what was held. */
    void end() {
        ended = true;
        if (message != null) {
            message.release();
            message = null;
        }
    }
}
