package dev.weir.web;

import dev.weir.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a Close frame carries (RFC 6455 §5.5.1, §7.4): nothing, or a code and a reason. */
record CloseBody(int code, @Nullable String problem, CloseCode problemCode) {
    /** "No code was there" (§7.4.1); never sent. */
    static final int NO_CODE = 1005;

    private static final int REASON_BYTES_MAX = 123;

    static CloseBody read(byte[] payload) {
        if (payload.length == 0) {
            return good(NO_CODE);
        }
        if (payload.length == 1) {
            return bad(CloseCode.PROTOCOL, "Close with half a code");
        }
        int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        if (!allowed(code)) {
            return bad(CloseCode.PROTOCOL, "Close with a code nobody may send");
        }
        Utf8Check utf8 = new Utf8Check();
        ByteBuf reason = Unpooled.wrappedBuffer(payload);
        if (!utf8.feed(reason, 2, payload.length - 2) || !utf8.complete()) {
            return bad(CloseCode.BAD_UTF8, "reason of Close is not UTF-8");
        }
        return good(code);
    }

    private static boolean allowed(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    private static CloseBody good(int code) {
        return new CloseBody(code, null, CloseCode.PROTOCOL);
    }

    private static CloseBody bad(CloseCode code, String problem) {
        return new CloseBody(NO_CODE, problem, code);
    }

    /** Code and reason as bytes; a reason that is too long is cut at a character. */
    static byte[] write(int code, String reason) {
        if (code == NO_CODE) {
            return new byte[0];
        }
        String cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        byte[] text = cut.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[2 + text.length];
        body[0] = (byte) (code >> 8);
        body[1] = (byte) code;
        System.arraycopy(text, 0, body, 2, text.length);
        return body;
    }
}
