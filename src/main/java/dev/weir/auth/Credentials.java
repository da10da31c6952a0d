package dev.weir.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user name and a password as the Basic scheme carries them (RFC 7617), in UTF-8. */
public record Credentials(String user, String password) {
    public static final int USER_BYTES_MAX = 255;
    public static final int PASSWORD_BYTES_MAX = 1024;

    private static final String SCHEME = "Basic ";
    private static final int TOKEN_CHARS_MAX = 4 * ((USER_BYTES_MAX + 1 + PASSWORD_BYTES_MAX + 2) / 3);

    /**
     * Reads the values of all {@code Authorization} headers of a request; never throws. Null, which is to be answered
     * with 401, unless there is exactly one and it is well-formed: two could be read differently by a proxy and by us.
     */
    public static @Nullable Credentials parse(List<String> headers) {
        if (headers.size() != 1) {
            return null;
        }
        String header = headers.get(0);
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        String pair = token.length() > TOKEN_CHARS_MAX ? null : decode(token);
        int colon = pair == null ? -1 : pair.indexOf(':');
        if (pair == null || colon < 0) {
            return null;
        }
        String user = pair.substring(0, colon);
        String password = pair.substring(colon + 1);
        boolean fits = isUserName(user) && password.getBytes(UTF_8).length <= PASSWORD_BYTES_MAX;
        return fits ? new Credentials(user, password) : null;
    }

    private static @Nullable String decode(String token) {
        try {
            byte[] bytes = Base64.getDecoder().decode(token);
            // The decoder lets missing padding and stray bits pass; only the one canonical form is taken.
            if (!Arrays.equals(Base64.getEncoder().encode(bytes), token.getBytes(US_ASCII))) {
                return null;
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return null;
        }
    }

    /** Whether anybody can be called so: 1 to 255 bytes, no colon, and nothing that could garble a log. */
    static boolean isUserName(String name) {
        return !name.isEmpty()
                && name.indexOf(':') < 0
                && !Topic.hasForbidden(name)
                && name.getBytes(UTF_8).length <= USER_BYTES_MAX;
    }

    /** Without the password, so that no log line can show it. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
