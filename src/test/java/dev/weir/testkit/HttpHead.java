package dev.weir.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The head of a request or response: its first line, and headers as (name, value) in the order they came. */
public record HttpHead(String firstLine, List<Header> headers) {
    /** One header line. */
    public record Header(String name, String value) {}

    /** Takes a head apart that ends in an empty line; a line without a colon is an {@link AssertionError}. */
    public static HttpHead parse(String text) {
        String[] lines = text.split("\r\n", -1);
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new AssertionError("not a header line: " + lines[i]);
            }
            headers.add(new Header(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new HttpHead(lines[0], List.copyOf(headers));
    }

    /** The values of every header of that name, in any case. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** The first value of that name, in any case. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** The nth word of the first line, from 0: a request's method, target, version. */
    public String word(int n) {
        String[] words = firstLine.split(" ", 3);
        return n < words.length ? words[n] : "";
    }
}
