package dev.weir.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is read whole, and again when it has changed and come to rest: its size, time and inode were the
 * same at two looks in a row and after reading. Blocks; owned by whoever looks, one look at a time.
 */
final class WatchedFile {
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private record Stamp(
            long bytes, FileTime modified, @Nullable Object inode) {
        static Stamp of(Path path) throws IOException {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private final Path path;
    private @Nullable Stamp taken;
    private @Nullable Stamp seen;

    WatchedFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** What is there now, at rest or not. */
    byte[] read() throws IOException {
        seen = Stamp.of(path);
        taken = seen;
        return bytes();
    }

    /** The new content, or null while nothing has changed or the change may not be complete. */
    byte @Nullable [] readIfChanged() throws IOException {
        Stamp now = Stamp.of(path);
        boolean atRest = now.equals(seen);
        seen = now;
        if (now.equals(taken) || !atRest) {
            return null;
        }
        byte[] bytes = bytes();
        if (!now.equals(Stamp.of(path))) {
            return null;
        }
        taken = now;
        return bytes;
    }

    /** For who had somebody else read the file too: whether that must have been the same content. */
    boolean isStill(byte[] content) throws IOException {
        return Arrays.equals(bytes(), content);
    }

    /** Makes the next look at rest read again, whatever it finds. */
    void forget() {
        taken = null;
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("it is larger than " + BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    /** A reason for the log; the exception's own message is often no more than the path. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "it is not there";
        }
        if (failure instanceof AccessDeniedException) {
            return "it may not be read";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
