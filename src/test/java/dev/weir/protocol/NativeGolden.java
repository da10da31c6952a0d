package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Golden files of {@code weir.v1.json}, each with one newline at its end that is not part of it; and frames in words. */
final class NativeGolden {
    private NativeGolden() {}

    private static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(NativeGolden.class.getResource("/golden/native/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(String name) throws IOException {
        int slash = name.indexOf('/');
        String text = Files.readString(folder(name.substring(0, slash)).resolve(name.substring(slash + 1)), UTF_8);
        return text.substring(0, text.length() - 1);
    }

    /** The names of all frames in a folder. */
    static Set<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(folder(folder))) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .forEach(name -> names.add(name.replace(".json", "")));
            return names;
        }
    }

    /** All frames of a message, in words. Round about it lie bytes that are none of its. */
    static List<String> read(NativeReader reader, String message) {
        byte[] bytes = ("[" + message + "]").getBytes(UTF_8);
        reader.start(bytes, 1, bytes.length - 2);
        List<String> frames = new ArrayList<>();
        for (ClientFrame frame = reader.next(); frame != null; frame = reader.next()) {
            frames.add(words(frame));
        }
        return frames;
    }

    private static String words(ClientFrame frame) {
        if (frame instanceof PublishFrame publish) {
            return words(publish);
        }
        if (frame instanceof ClientFrame.Subscribe s) {
            return "subscribe id=" + s.id() + " filter=" + s.filter() + " from=" + s.from() + " onSlow=" + s.onSlow();
        }
        if (frame instanceof ClientFrame.Unsubscribe u) {
            return "unsubscribe id=" + u.id() + " filter=" + u.filter();
        }
        if (frame instanceof ClientFrame.Ping ping) {
            return "ping id=" + ping.id();
        }
        if (frame instanceof ClientFrame.OfGroups group) {
            return group.toString();
        }
        NativeError error = ((ClientFrame.BadFrame) frame).error();
        ErrorCode code = error.code();
        return "error id=" + error.id() + " " + code.number() + " " + code.word() + " retryable=" + code.retryable()
                + ": " + error.message();
    }

    private static String words(PublishFrame frame) {
        frame.owner("hello".getBytes(US_ASCII));
        String[] parts = new String[4];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new String(frame.parts(), at, frame.lengths()[i], UTF_8);
            at += frame.lengths()[i];
        }
        if (!parts[3].isEmpty()) {
            int user = parts[3].charAt(0);
            parts[3] = parts[3].substring(1, 1 + user) + ":" + parts[3].substring(1 + user);
        }
        int from = frame.payloadAt();
        String payload = frame.binary()
                ? "bytes=" + HexFormat.of().formatHex(frame.payload(), from, from + frame.payloadLength())
                : "data=" + new String(frame.payload(), from, frame.payloadLength(), UTF_8);
        return "publish id=" + frame.id() + " topic=" + parts[0] + " key=" + parts[1] + " headers=" + parts[2]
                + " producer=" + parts[3] + " seq=" + frame.sequence() + " " + payload;
    }
}
