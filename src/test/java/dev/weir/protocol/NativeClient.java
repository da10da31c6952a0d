package dev.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Sends messages to one reader, whose frames come back in words. */
final class NativeClient {
    private final NativeReader reader = new NativeReader();

    List<String> read(String message) {
        return NativeGolden.read(reader, message);
    }

    /** The one frame of a message. */
    String one(String message) {
        List<String> frames = read(message);
        assertEquals(1, frames.size(), message + " is " + frames);
        return frames.get(0);
    }

    /** The message is one frame, answered with an error that begins so. */
    void refused(String error, String message) {
        String frame = one(message);
        assertTrue(frame.startsWith("error id=" + error), message + " is " + frame);
    }

    /** A publish with an id and a topic, and these members behind them. */
    static String publish(String members) {
        return "{\"type\":\"publish\",\"id\":7,\"topic\":\"t\"" + members + "}";
    }
}
