package dev.weir.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** All that changes files goes through here, so that a test can let it fail. Has no state; any thread. */
class Disk {
    private static final int CHUNK = 1 << 20;

    FileChannel openToWrite(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** Writes all of the parts, one after the other. */
    void write(FileChannel channel, long position, ByteBuffer[] parts) throws IOException {
        channel.position(position);
        int at = 0;
        while (at < parts.length) {
            if (parts[at].hasRemaining()) {
                channel.write(parts, at, parts.length - at);
            } else {
                at++;
            }
        }
    }

    void force(FileChannel channel) throws IOException {
        channel.force(false);
    }

    void forceDir(Path dir) throws IOException {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void zero(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, Math.max(0, to - from)));
        for (long at = from; at < to; at += CHUNK) {
            zeros.clear().limit((int) Math.min(CHUNK, to - at));
            write(channel, at, new ByteBuffer[] {zeros});
        }
    }

    /** A new synced file of zeros; what is there of it after a failure is taken away again. */
    void make(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            zero(channel, 0, bytes);
            force(channel);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDir(LogFiles.parent(to));
    }

    /** The file has its old content or the new one, at every moment. */
    void replace(Path file, ByteBuffer content) throws IOException {
        Path temp = file.resolveSibling(file.getFileName() + LogFiles.TEMP);
        try (FileChannel channel = FileChannel.open(
                temp, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, 0, new ByteBuffer[] {content});
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temp);
            throw e;
        }
        rename(temp, file);
    }
}
