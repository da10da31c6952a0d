package dev.weir.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An htpasswd file, checked line by line before Vert.x reads it, because it would throw at login on a malformed line
 * and would take the last of two lines with one name. Lines are split and trimmed just as it does it.
 *
 * <p>Taken are bcrypt, {@code $apr1$} and {@code {SHA}}. Not taken are plain text, and DES crypt, which reads eight
 * characters of a password only and cannot be told from plain text.
 *
 * @param names the users whose lines are good, in the order of the file
 * @param refused line number, from 1, and why
 * @param isCutOff the last line is bad and has no line end: probably a file still being written
 */
record UserLines(List<String> names, Map<Integer, String> refused, boolean isCutOff) {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");
    private static final Pattern APR1 = Pattern.compile("\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}");
    private static final Pattern SHA = Pattern.compile("\\{SHA}[A-Za-z0-9+/]{27}=");
    private static final int REFUSED_SHOWN_MAX = 20;

    static UserLines parse(byte[] file) {
        String text = new String(file, UTF_8);
        String[] lines = text.split("\r?\n", -1);
        Map<String, Integer> lineOf = new HashMap<>();
        Map<Integer, String> refused = new TreeMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (int number = 1; number <= lines.length; number++) {
            String line = lines[number - 1].trim();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String name = nameIn(line);
            String problem = problemOf(line);
            Integer before = lineOf.putIfAbsent(name, number);
            if (before != null) {
                // Which of them was meant is not for us to guess.
                refused.put(before, "the user is named twice");
                problem = "the user is named twice";
                names.remove(name);
            }
            if (problem == null) {
                names.add(name);
            } else {
                refused.putIfAbsent(number, problem);
            }
        }
        return new UserLines(List.copyOf(names), refused, refused.containsKey(lines.length));
    }

    private static String nameIn(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static @Nullable String problemOf(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return "no colon";
        }
        String name = line.substring(0, colon);
        // U+FFFD is what bytes that are not UTF-8 have become.
        if (!Credentials.isUserName(name) || name.indexOf('\uFFFD') >= 0) {
            return "not a user name";
        }
        String hash = line.substring(colon + 1);
        if (hash.startsWith("$2")) {
            return BCRYPT.matcher(hash).matches() ? null : "not a bcrypt hash of cost 4 to 15";
        }
        if (hash.startsWith("$apr1$")) {
            return APR1.matcher(hash).matches() ? null : "not an apr1 hash";
        }
        if (hash.startsWith("{SHA}")) {
            return SHA.matcher(hash).matches() ? null : "not a SHA hash";
        }
        return hash.startsWith("$") || hash.startsWith("{") ? "an unknown kind of hash" : "plain text or DES crypt";
    }

    /** For one log line: line numbers and reasons, never what the line holds. */
    String describeRefused() {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (Map.Entry<Integer, String> line : refused.entrySet()) {
            if (shown++ == REFUSED_SHOWN_MAX) {
                return text.append(" and ")
                        .append(refused.size() - REFUSED_SHOWN_MAX)
                        .append(" more")
                        .toString();
            }
            text.append(text.length() == 0 ? "line " : ", line ").append(line.getKey());
            text.append(" (").append(line.getValue()).append(')');
        }
        return text.toString();
    }
}
