package dev.weir.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C over ranges of buffers; no index moves. */
final class Checksum {
    private Checksum() {}

    static int of(ByteBuffer buffer, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    /** Over everything but the four bytes of the checksum itself. */
    static int around(ByteBuffer buffer, int at, int to) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(at).position(0));
        crc.update(buffer.duplicate().limit(to).position(at + 4));
        return (int) crc.getValue();
    }
}
