package dev.weir.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes users into an htpasswd file, in a form that {@link UserLines} takes. Blocks; any thread. */
public final class UserFile {
    /** The least and the most work per login that {@link UserLines} takes. */
    public static final int COST_MIN = 4;

    public static final int COST_MAX = 15;

    private UserFile() {}

    /** Why this cannot be a user's name, or null. */
    public static @Nullable String problemOfName(String user) {
        return Credentials.isUserName(user) && !user.startsWith("#") && user.equals(user.trim())
                ? null
                : "not a user name: it must not be empty or long, hold a colon or control characters, begin with '#',"
                        + " or begin or end with a space";
    }

    /** Why this cannot be a password, or null. */
    public static @Nullable String problemOfPassword(String password) {
        if (password.isEmpty()) {
            return "the password is empty";
        }
        if (password.indexOf('\0') >= 0) {
            return "the password holds a NUL character";
        }
        return password.getBytes(UTF_8).length > Bcrypt.PASSWORD_BYTES_MAX
                ? "the password is longer than " + Bcrypt.PASSWORD_BYTES_MAX + " bytes, which is all that bcrypt reads"
                : null;
    }

    /**
     * Adds the user or changes the password, with a bcrypt entry {@code $2y$}. Every other line stays as it is, byte
     * for byte. The file is replaced in one step, so that a reader sees the old one or the new one; a new file may be
     * read by its owner only, an old one keeps its rights.
     *
     * @return whether the user was there before
     * @throws IllegalArgumentException if name, password or cost is not allowed
     */
    public static boolean put(Path file, String user, String password, int cost) throws IOException {
        if (problemOfName(user) != null || problemOfPassword(password) != null || cost < COST_MIN || cost > COST_MAX) {
            throw new IllegalArgumentException("name, password or cost not allowed");
        }
        boolean exists = Files.exists(file);
        // Not the link to it is to be replaced, but what it leads to.
        Path target = exists ? file.toRealPath() : file.toAbsolutePath();
        // One character per byte: what is not UTF-8 stays what it is.
        String old = exists ? new String(Files.readAllBytes(target), ISO_8859_1) : "";
        String name = new String((user + ":").getBytes(UTF_8), ISO_8859_1);
        List<String> lines = new ArrayList<>();
        boolean replaced = false;
        for (String line : old.isEmpty() ? new String[0] : old.split("(?<=\n)")) {
            if (!line.stripLeading().startsWith(name)) {
                lines.add(line.endsWith("\n") ? line : line + "\n");
            } else if (!replaced) {
                replaced = true;
                lines.add(name + hash(password, cost) + "\n");
            }
        }
        if (!replaced) {
            lines.add(name + hash(password, cost) + "\n");
        }
        replace(target, String.join("", lines).getBytes(ISO_8859_1), exists);
        return replaced;
    }

    private static String hash(String password, int cost) {
        byte[] bytes = password.getBytes(UTF_8);
        // As in Bcrypt: at 72 bytes there is no room for the closing NUL.
        BCrypt.Version version = bytes.length == Bcrypt.PASSWORD_BYTES_MAX
                ? BCrypt.Version.VERSION_2Y_NO_NULL_TERMINATOR
                : BCrypt.Version.VERSION_2Y;
        return new String(
                BCrypt.with(version, LongPasswordStrategies.strict(version)).hash(cost, bytes), US_ASCII);
    }

    private static void replace(Path target, byte[] bytes, boolean exists) throws IOException {
        // Readable by its owner only, as the JDK makes all temporary files.
        Path fresh = Files.createTempFile(target.resolveSibling(""), ".users", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            if (exists) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
