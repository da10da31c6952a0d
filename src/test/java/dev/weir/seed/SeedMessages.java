package dev.weir.seed;

import java.util.List;
import java.util.SplittableRandom;

/** Documents of the seed's protocol as anybody might write them, with the topic each is on; the same from one seed. */
final class SeedMessages {
    /** {@code topic} is null when the document has none that can be read. */
    record Generated(String topic, String text) {}

    static final List<String> TOPICS = List.of(
            "news",
            "News",
            "news ",
            "a b c",
            "+",
            "#",
            "a/+/#",
            "/",
            "..",
            "*",
            ".*",
            "grüße",
            "gru\u0308\u00dfe",
            "日本",
            "\uD83D\uDE00 smile",
            "\\\"quoted\\\"",
            "<script>",
            "x".repeat(255));

    private static final List<String> UNREADABLE = List.of(
            "hello team!",
            "{\"Topic\":5,\"Content\":\"c\"}",
            "{\"Topic\":\"news\",\"topic\":\"news\",\"Content\":\"c\"}",
            "{\"Topic\":\"news\",\"Content\":\"a\",\"CONTENT\":\"b\"}",
            "{\"Topic\":\"$own\",\"Content\":\"c\"}",
            "{\"Topic\":\"\",\"Content\":\"c\"}",
            "{\"Topic\":\"a\\u0000b\"}",
            "{\"Topic\":\"half \\ud83d\",\"Content\":\"c\"}",
            "{\"Content\":\"no topic\"}",
            "[\"Topic\",\"news\"]",
            "null");

    private final SplittableRandom random;
    private int number;

    SeedMessages(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next document; its number in it tells it from all others. */
    Generated next() {
        number++;
        if (random.nextInt(20) == 0) {
            return new Generated(null, one(UNREADABLE) + "  no. " + number);
        }
        String topic = one(TOPICS);
        StringBuilder out = new StringBuilder(space()).append('{');
        int content = random.nextInt(3);
        for (int i = 0; i < 3; i++) {
            out.append(i == 0 ? "" : "," + space());
            if (i == content) {
                member(out, cased("Content"), content());
            } else if (i == (content + 1) % 3) {
                member(out, cased("Topic"), string(topic));
            } else {
                member(out, "number", Integer.toString(number));
            }
        }
        if (random.nextInt(4) == 0) {
            out.append(',');
            member(out, one(List.of("topics", "Tòpic", "", "\\ud800", "contents")), value(3));
        }
        out.append('}').append(one(List.of("", "\n", "\r\n", " trailing", "{\"Topic\":\"other\"}")));
        return new Generated(topic, out.toString());
    }

    private void member(StringBuilder out, String name, String value) {
        out.append('"').append(name).append('"').append(space()).append(':').append(space());
        out.append(value).append(space());
    }

    private String cased(String name) {
        StringBuilder out = new StringBuilder();
        for (char c : name.toCharArray()) {
            out.append(random.nextBoolean() ? c : random.nextBoolean() ? lower(c) : upper(c));
        }
        return out.toString();
    }

    private static char lower(char c) {
        return (char) (c | 0x20);
    }

    private static char upper(char c) {
        return (char) (c & ~0x20);
    }

    private String content() {
        return random.nextInt(3) == 0 ? value(4) : string(words());
    }

    private String words() {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            out.append(one(
                    List.of("sub", "unsub", " ", "\"", "\\", "/", "\n", "\t", "é", "\uD83D\uDE00", "<b>", "\u2028")));
        }
        return out.toString();
    }

    /** A value of any kind. */
    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "-0.5e-7";
            case 3 -> "1e999999999";
            case 4 -> "\"\\udc00 lone\"";
            case 5 -> string(words());
            case 6 -> "[" + value(depth - 1) + space() + "," + value(depth - 1) + "]";
            default -> "{\"Topic\":" + value(depth - 1) + "," + space() + "\"Topic\":" + value(depth - 1) + "}";
        };
    }

    /** The text as a JSON string, each character in one of the ways there are. */
    private String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        boolean plain = random.nextInt(3) > 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean must = c == '"' || c == '\\' || c < 0x20;
            boolean pair = Character.isHighSurrogate(c);
            if (pair && plain) {
                out.append(c).append(text.charAt(++i));
            } else if (!must && !pair && (plain || random.nextInt(3) > 0)) {
                out.append(c);
            } else {
                out.append(escaped(c));
                if (pair) {
                    out.append(escaped(text.charAt(++i)));
                }
            }
        }
        return out.append('"').toString();
    }

    private String escaped(char c) {
        int at = "\"\\/\b\f\n\r\t".indexOf(c);
        if (at >= 0 && random.nextBoolean()) {
            return "\\" + "\"\\/bfnrt".charAt(at);
        }
        String hex = String.format(random.nextBoolean() ? "%04x" : "%04X", (int) c);
        return "\\u" + hex;
    }

    private String space() {
        return random.nextInt(5) == 0 ? one(List.of(" ", "\t", "\n", "\r\n  ")) : "";
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A topic as the member of a subscription. */
    static String sub(String topic) {
        return "{\"Topic\":\"" + topic.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"Content\":\"sub\"}";
    }
}
