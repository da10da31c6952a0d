package dev.weir.client;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.message.GroupAsk;
import dev.weir.message.GroupMode;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client sends about groups, as text. */
final class GroupFrames {
    private GroupFrames() {}

    static String consume(long id, ConsumeOptions options, String epoch) {
        return frame("consume", id, options.ask().name(), out -> {
            writeSettings(out, options.ask());
            out.writeNumberField("maxInFlight", options.maxInFlight());
            ClientFrames.writeFrom(out, options.from(), epoch);
        });
    }

    /** Says nothing of the settings: somebody may have altered them since. */
    static String consumeAgain(long id, ConsumeOptions options) {
        return frame(
                "consume", id, options.ask().name(), out -> out.writeNumberField("maxInFlight", options.maxInFlight()));
    }

    static String answer(long id, String group, Answer answer, List<Long> tags) {
        return frame(answer.ack() ? "ack" : "nack", id, group, out -> {
            writeTags(out, tags);
            if (answer.delayMs() >= 0) {
                out.writeNumberField("delayMs", answer.delayMs());
            }
            if (answer.dead()) {
                out.writeBooleanField("dead", true);
            }
            if (!answer.reason().isEmpty()) {
                out.writeStringField("reason", answer.reason());
            }
        });
    }

    static String extend(long id, String group, List<Long> tags, int byMs) {
        return frame("extend", id, group, out -> {
            writeTags(out, tags);
            out.writeNumberField("byMs", byMs);
        });
    }

    static String leave(long id, String group, boolean delete) {
        return frame("leave", id, group, out -> out.writeBooleanField("delete", delete));
    }

    static String groups(long id, @Nullable String group) {
        return frame("groups", id, group, out -> {});
    }

    static String alter(long id, GroupAsk ask) {
        return frame("alterGroup", id, ask.name(), out -> writeSettings(out, ask));
    }

    static String reset(long id, String group, From from, String epoch) {
        return frame("resetGroup", id, group, out -> ClientFrames.writeFrom(out, from, epoch));
    }

    private static String frame(String type, long id, @Nullable String group, Json.Body rest) {
        return Json.object(out -> {
            out.writeStringField("type", type);
            out.writeNumberField("id", id);
            if (group != null) {
                out.writeStringField("group", group);
            }
            rest.write(out);
        });
    }

    private static void writeTags(JsonGenerator out, List<Long> tags) throws IOException {
        out.writeArrayFieldStart("tags");
        for (long tag : tags) {
            out.writeNumber(tag);
        }
        out.writeEndArray();
    }

    private static void writeSettings(JsonGenerator out, GroupAsk ask) throws IOException {
        TopicFilter filter = ask.filter();
        GroupMode mode = ask.mode();
        Integer leaseMs = ask.leaseMs();
        Integer maxAttempts = ask.maxAttempts();
        List<Integer> backoffMs = ask.backoffMs();
        Topic deadLetter = ask.deadLetter();
        if (filter != null) {
            out.writeStringField("filter", filter.toString());
        }
        if (mode != null) {
            out.writeStringField("mode", mode.word());
        }
        if (leaseMs != null) {
            out.writeNumberField("leaseMs", leaseMs);
        }
        if (maxAttempts != null) {
            out.writeNumberField("maxAttempts", maxAttempts);
        }
        if (backoffMs != null) {
            out.writeArrayFieldStart("backoffMs");
            for (int ms : backoffMs) {
                out.writeNumber(ms);
            }
            out.writeEndArray();
        }
        if (deadLetter != null) {
            out.writeStringField("deadLetter", deadLetter.toString());
        }
    }
}
