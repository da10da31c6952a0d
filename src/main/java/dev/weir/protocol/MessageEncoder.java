package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;

/**
 * Writes stored messages as clients get them: native ones as {@code message} or, in groups, {@code delivery} frames, and for
 * clients of the seed's protocol as its documents. A text is good until the next one. Owned by one loop.
 *
 * <pre>
 * {"type":"message","topic":t,"offset":o,"prev":o,"time":epoch ms,"key":k,"headers":{…},"data":any JSON}
 * {"type":"delivery","group":g,"tag":n,"attempt":n,"redelivered":b,
 *                  "topic":t,"offset":o,"time":epoch ms,"key":k,"headers":{…},"data":any JSON}
 *                                        key and headers only if given; "dataB64":base64 instead of data for bytes
 * {"Topic":t,"Content":c}
 * </pre>
 */
public final class MessageEncoder {
    private static final byte[] TOPIC = "{\"type\":\"message\",\"topic\":".getBytes(US_ASCII);
    private static final byte[] DELIVERY = "{\"type\":\"delivery\",\"group\":\"".getBytes(US_ASCII);
    private static final byte[] TAG = "\",\"tag\":".getBytes(US_ASCII);
    private static final byte[] ATTEMPT = ",\"attempt\":".getBytes(US_ASCII);
    private static final byte[] FIRST_TIME = ",\"redelivered\":false,\"topic\":".getBytes(US_ASCII);
    private static final byte[] AGAIN = ",\"redelivered\":true,\"topic\":".getBytes(US_ASCII);
    private static final byte[] OFFSET = ",\"offset\":".getBytes(US_ASCII);
    private static final byte[] PREV = ",\"prev\":".getBytes(US_ASCII);
    private static final byte[] TIME = ",\"time\":".getBytes(US_ASCII);
    private static final byte[] KEY = ",\"key\":".getBytes(US_ASCII);
    private static final byte[] HEADERS = ",\"headers\":".getBytes(US_ASCII);
    private static final byte[] DATA = ",\"data\":".getBytes(US_ASCII);
    private static final byte[] DATA_B64 = ",\"dataB64\":".getBytes(US_ASCII);
    private static final byte[] SEED_TOPIC = "{\"Topic\":".getBytes(US_ASCII);
    private static final byte[] SEED_CONTENT = ",\"Content\":".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] END = "}".getBytes(US_ASCII);

    private final FrameText text = new FrameText();
    private final SeedContent seed = new SeedContent();

    /**
     * The {@code message} frame of the message at {@code m}, which has a topic and was stored. A seed document's {@code data} is its
     * {@code Content} as written there, or null when it has none that clients can be expected to read.
     */
    public FrameText message(BatchView batch, int m) {
        ByteBuf buf = batch.bytes();
        text.clear().raw(TOPIC).quoted(buf, batch.topicAt(m), batch.topicLength(m));
        text.raw(OFFSET).number(batch.offset(m));
        text.raw(PREV).number(batch.prev(m));
        return rest(batch, m);
    }

    /**
     * The {@code delivery} frame of such a message.
     *
     * @param group a name as {@code GroupSettings.isName} wants it
     * @param attempt counted from 1
     */
    public FrameText delivery(BatchView batch, int m, String group, long tag, int attempt, boolean redelivered) {
        text.clear().raw(DELIVERY).ascii(group).raw(TAG).number(tag);
        text.raw(ATTEMPT).number(attempt).raw(redelivered ? AGAIN : FIRST_TIME);
        text.quoted(batch.bytes(), batch.topicAt(m), batch.topicLength(m));
        text.raw(OFFSET).number(batch.offset(m));
        return rest(batch, m);
    }

    /** From the time on. */
    private FrameText rest(BatchView batch, int m) {
        ByteBuf buf = batch.bytes();
        text.raw(TIME).number(batch.time(m));
        int keyLength = batch.keyLength(m);
        if (keyLength > 0) {
            text.raw(KEY).quoted(buf, batch.keyAt(m), keyLength);
        }
        int headersLength = batch.headersLength(m);
        if (headersLength > 0) {
            text.raw(HEADERS).raw(buf, batch.headersAt(m), headersLength);
        }
        int at = batch.payloadAt(m);
        int length = batch.payloadLength(m);
        if (batch.binary(m)) {
            text.raw(DATA_B64).base64(buf, at, length);
        } else if (!batch.seed(m)) {
            text.raw(DATA).raw(buf, at, length);
        } else if (seed.read(buf, at, length)) {
            text.raw(DATA).raw(seed.text(), seed.from(), seed.to() - seed.from());
        } else {
            text.raw(DATA).raw(NULL);
        }
        return text.raw(END);
    }

    /**
     * The document {@code {"Topic":t,"Content":c}} of the native message at {@code m}: c is its data if that is a string,
     * else its data without white space, or its bytes in base64, as a string. (What is a seed document already is
     * passed on as it is, not through here.)
     */
    public FrameText seedDocument(BatchView batch, int m) {
        ByteBuf buf = batch.bytes();
        int at = batch.payloadAt(m);
        int length = batch.payloadLength(m);
        text.clear().raw(SEED_TOPIC).quoted(buf, batch.topicAt(m), batch.topicLength(m));
        text.raw(SEED_CONTENT);
        if (batch.binary(m)) {
            text.base64(buf, at, length);
        } else if (length > 0 && buf.getByte(at) == '"') {
            text.raw(buf, at, length);
        } else {
            text.quotedCompact(buf, at, length);
        }
        return text.raw(END);
    }
}
