package dev.weir.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Golden files: hex, where white space and what follows a {@code #} mean nothing. */
final class Golden {
    private Golden() {}

    static String hex(String name) throws IOException {
        String resource = "/golden/link/" + name + ".hex";
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.replaceAll("#[^\n]*", "").replaceAll("\\s", "");
        }
    }

    static ByteBuf bytes(String name) throws IOException {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex(name)));
    }

    /** The frame as hex; it is released. */
    static String hex(ByteBuf frame) {
        String hex = ByteBufUtil.hexDump(frame);
        frame.release();
        return hex;
    }
}
