package dev.weir.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an ACL file and finds everything that is wrong with it, each problem under its JSON path:
 *
 * <pre>{"users": {"NAME": {"service": true, "publish": ["FILTER"], "subscribe": [], "consume": []}, "*": {}}}</pre>
 *
 * What an entry leaves out is not allowed. One reader reads one file, on one thread.
 */
final class AclReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PROBLEMS_MAX = 50;
    private static final int NAME_CHARS_SHOWN_MAX = 64;

    /** A member's value, with the parser on its first token; must leave it on the last. */
    private interface MemberReader {
        void read(String name, String path) throws IOException;
    }

    private final JsonParser parser;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Rights> named = new HashMap<>();

    private AclReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The ACL, or all problems; exactly one of them: {@code acl} is {@link Rights#NONE} for all when there are problems. */
    record Result(Acl acl, List<String> problems) {}

    static Result read(byte[] file) {
        try (JsonParser parser = JSON.createParser(file)) {
            AclReader reader = new AclReader(parser);
            reader.readRoot();
            return reader.result();
        } catch (JsonProcessingException malformed) {
            // The parser's own message would quote the file.
            var at = malformed.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return refused(List.of("not JSON" + where));
        } catch (IOException unreadable) {
            return refused(List.of("not JSON in UTF-8"));
        }
    }

    private static Result refused(List<String> problems) {
        return new Result(new Acl(Map.of(), Rights.NONE), List.copyOf(problems));
    }

    private Result result() {
        if (!problems.isEmpty()) {
            return refused(problems);
        }
        Rights others = named.getOrDefault("*", Rights.NONE);
        named.remove("*"); // a user of that very name gets the same rights as others
        return new Result(new Acl(named, others), List.of());
    }

    private void readRoot() throws IOException {
        boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
        Set<String> seen = readObject("$", (name, path) -> {
            if (name.equals("users")) {
                readObject(path, this::readUser);
            } else {
                unknown(path);
            }
        });
        if (isObject && !seen.contains("users")) {
            problem("$.users", "is missing");
        }
        if (parser.nextToken() != null) {
            problem("$", "is followed by more");
        }
    }

    private void readUser(String name, String path) throws IOException {
        if (!Credentials.isUserName(name)) {
            problem(path, "nobody can be called so");
        }
        boolean[] service = {false};
        Map<String, List<TopicFilter>> filters = new HashMap<>();
        readObject(path, (member, memberPath) -> {
            switch (member) {
                case "service" -> service[0] = readBoolean(memberPath);
                case "publish", "subscribe", "consume" -> filters.put(member, readFilters(memberPath));
                default -> unknown(memberPath);
            }
        });
        named.put(
                name, new Rights(service[0], of(filters, "publish"), of(filters, "subscribe"), of(filters, "consume")));
    }

    private static List<TopicFilter> of(Map<String, List<TopicFilter>> filters, String member) {
        return filters.getOrDefault(member, List.of());
    }

    private boolean readBoolean(String path) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            problem(path, "must be true or false");
            parser.skipChildren();
            return false;
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private List<TopicFilter> readFilters(String path) throws IOException {
        List<TopicFilter> filters = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            problem(path, "must be a list of topic filters");
            parser.skipChildren();
            return filters;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            TopicFilter filter =
                    parser.currentToken() == JsonToken.VALUE_STRING ? TopicFilter.parse(parser.getText()) : null;
            if (filter == null) {
                problem(path + "[" + i + "]", "must be a topic filter (+ for one level, # as the last level)");
                parser.skipChildren();
            } else {
                filters.add(filter);
            }
        }
        return filters;
    }

    private Set<String> readObject(String path, MemberReader members) throws IOException {
        Set<String> seen = new HashSet<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            problem(path, "must be an object");
            parser.skipChildren();
            return seen;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String memberPath = path + "." + printable(name);
            parser.nextToken();
            if (!seen.add(name)) {
                problem(memberPath, "is there twice");
                parser.skipChildren();
            } else {
                members.read(name, memberPath);
            }
        }
        return seen;
    }

    private void unknown(String path) throws IOException {
        problem(path, "is not known");
        parser.skipChildren();
    }

    private void problem(String path, String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(path + " " + what);
        }
    }

    private static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(NAME_CHARS_SHOWN_MAX)
                .forEach(c -> shown.appendCodePoint(Topic.isForbidden(c) ? '\uFFFD' : c));
        return shown.toString();
    }
}
