package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;

/**
 * Makes the headers of dead letters: those of the message that died, as they were written there, and why it died.
 *
 * <pre>
 * {…,"weir-dead-group":g,"weir-dead-topic":t,"weir-dead-offset":"43","weir-dead-attempts":"5","weir-dead-reason":r}
 * </pre>
 *
 * What an earlier death has written is left out. So is all of the original that is no object of strings, or too long. Total.
 * Owned by one loop.
 */
public final class DeadLetterHeaders {
    /** What a batch has room for. */
    static final int BYTES_MAX = 65_535;

    private static final byte[] OURS = "weir-dead-".getBytes(US_ASCII);

    private final FrameText text = new FrameText();
    private final JsonScanner json = new JsonScanner();
    private final byte[] name = new byte[OURS.length];

    /**
     * The headers for the death of the message at {@code m}, which was stored.
     *
     * @param group a name as {@code GroupSettings.isName} wants it
     * @param attempts how often it was tried
     * @param reason for people, at most {@code GroupSettings.REASON_BYTES_MAX} bytes
     */
    public byte[] of(String group, int attempts, String reason, BatchView batch, int m) {
        byte[] original = new byte[batch.headersLength(m)];
        batch.bytes().getBytes(batch.headersAt(m), original);
        if (!isText(batch.bytes(), batch.headersAt(m), original.length) || !kept(original)) {
            text.clear().ascii("{");
        }
        int kept = text.length();
        death(group, attempts, reason, batch, m);
        if (text.length() > BYTES_MAX && kept > 1) {
            text.clear().ascii("{");
            death(group, attempts, reason, batch, m);
        }
        return text.toBytes();
    }

    private static boolean isText(ByteBuf buf, int at, int length) {
        return length == 0 || ByteBufUtil.isText(buf, at, length, UTF_8);
    }

    /** Begins the text with the members of the original that stay, each with a comma behind it; false when it cannot be read. */
    private boolean kept(byte[] original) {
        text.clear().ascii("{");
        json.start(original, 0, original.length);
        if (original.length == 0 || !json.take('{')) {
            return original.length == 0;
        }
        boolean more = !json.take('}');
        while (more) {
            if (!member(original)) {
                return false;
            }
            more = json.take(',');
            if (!more && !json.take('}')) {
                return false;
            }
        }
        return json.peek() < 0 && json.at() == original.length;
    }

    private boolean member(byte[] original) {
        if (!json.take('"')) {
            return false;
        }
        int from = json.at() - 1;
        int length = json.string(name);
        if (length < 0 || !json.take(':') || !json.take('"') || !json.skipString()) {
            return false;
        }
        if (length < OURS.length || !Arrays.equals(name, OURS)) {
            text.raw(original, from, json.at() - from).ascii(",");
        }
        return true;
    }

    private void death(String group, int attempts, String reason, BatchView batch, int m) {
        String topic = batch.bytes().toString(batch.topicAt(m), batch.topicLength(m), UTF_8);
        text.ascii("\"weir-dead-group\":\"").ascii(group);
        text.ascii("\",\"weir-dead-topic\":").quoted(topic);
        text.ascii(",\"weir-dead-offset\":\"").number(batch.offset(m));
        text.ascii("\",\"weir-dead-attempts\":\"").number(attempts);
        text.ascii("\",\"weir-dead-reason\":").quoted(reason).ascii("}");
    }
}
