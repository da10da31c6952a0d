package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.message.Epoch;
import org.jspecify.annotations.Nullable;

/** What the frames of the server are written of: one text, reused. Owned by one loop. */
abstract sealed class FrameWriter permits ServerFrames, ServerGroupFrames {
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final byte[] END = "}".getBytes(US_ASCII);

    private final FrameText text = new FrameText();
    private @Nullable Epoch lastEpoch;
    private byte[] epochText = new byte[0];

    void begin(String type) {
        text.clear();
        name("{\"type\":").quoted(type);
    }

    /** The name of a member and all that precedes its value, as it is written. */
    FrameText name(String written) {
        return text.ascii(written);
    }

    void id(@Nullable FrameId id) {
        if (id != null) {
            name(",\"id\":").raw(id.written());
        }
    }

    void epoch(Epoch epoch) {
        if (!epoch.equals(lastEpoch)) {
            lastEpoch = epoch;
            epochText = epoch.toString().getBytes(US_ASCII);
        }
        name(",\"epoch\":\"").raw(epochText).ascii("\"");
    }

    void bool(String written, boolean value) {
        name(written).raw(value ? TRUE : FALSE);
    }

    /** Behind the offset that a gap begins with. */
    void range(Gap gap) {
        name(",\"to\":").number(gap.to());
        name(",\"reason\":").quoted(gap.reason().word());
    }

    FrameText end() {
        return text.raw(END);
    }
}
