package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.TopicFilter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client of {@code weir.v1.json} sends: one frame, or an array of frames, which is a batch. {@link #start}
 * takes a message, {@link #next} its frames in order. Total: whatever is wrong comes out as a {@link
 * ClientFrame.BadFrame}, one per bad frame; where JSON itself breaks, what was before it has come out and the rest is
 * not read.
 *
 * <p>Unknown members are ignored, known ones must not be there twice. Values are at most {@link JsonMembers#DEPTH_MAX}
 * deep. Owned by one loop, reused for all its connections.
 *
 * <pre>
 * message      = frame | "[" frame { "," frame } "]"
 * publish      {"type":"publish","topic":t, "data":any JSON | "dataB64":base64,
 *               "id":i, "key":k, "headers":{name:text,…}, "producer":p, "seq":n}        from "id" on: if wanted; seq with producer
 * subscribe    {"type":"subscribe","filter":f, "id":i, "from":start, "onSlow":"catchUp" | "disconnect"}
 * start        = "new" | "earliest" | {"offset":n,"epoch":e} | {"time":epoch ms} | {"last":n}
 * unsubscribe  {"type":"unsubscribe","filter":f, "id":i}
 * ping         {"type":"ping", "id":i}
 *
 * consume      {"type":"consume","group":g, "id":i, "filter":f, "mode":"shared" | "keyOrdered", settings, "from":start, "maxInFlight":n}
 * settings     = "leaseMs":ms, "maxAttempts":n, "backoffMs":[ms,…], "deadLetter":t
 * ack          {"type":"ack","group":g, "tags":[n,…] | "upTo":n, "id":i}
 * nack         {"type":"nack","group":g, "tags":[n,…] | "upTo":n, "id":i, "delayMs":ms, "dead":b, "reason":text}
 * extend       {"type":"extend","group":g, "tags":[n,…] | "upTo":n, "byMs":ms, "id":i}
 * leave        {"type":"leave","group":g, "id":i, "delete":b}
 * groups       {"type":"groups", "id":i, "group":g}
 * alterGroup   {"type":"alterGroup","group":g, "id":i, settings}                            at least one of them
 * resetGroup   {"type":"resetGroup","group":g,"from":start, "id":i}                         start here and in consume without last
 * </pre>
 */
public final class NativeReader {
    /** Frames in one batch. */
    public static final int BATCH_MAX = 1_000;

    private static final Problem NO_OBJECT = Problem.frame("send one JSON object, or an array of them");
    private static final Problem BROKEN = Problem.frame(
            "not JSON, or deeper than " + JsonMembers.DEPTH_MAX + " levels; what follows in this message was not read");
    private static final Problem BEHIND = Problem.frame("send nothing behind the object or array");
    private static final Problem EMPTY = Problem.frame("a batch holds at least one frame");
    private static final Problem TOO_MANY = new Problem(
            ErrorCode.TOO_LARGE, "a batch holds at most " + BATCH_MAX + " frames; the rest of it was not read");
    private static final Problem TWICE = Problem.frame("a member is there twice");
    private static final Problem ID = Problem.frame(
            "id: a string of at most " + FrameId.BYTES_MAX + " bytes, or an integer within 9007199254740991");
    private static final Problem TYPE = Problem.frame("type: publish, subscribe, unsubscribe, ping, consume, ack, nack,"
            + " extend, leave, groups, alterGroup or resetGroup");

    private static final byte[] PUBLISH = "publish".getBytes(US_ASCII);

    private enum Phase {
        BEFORE,
        IN_BATCH,
        BROKEN,
        BEHIND,
        DONE
    }

    private final JsonScanner json = new JsonScanner();
    private final FrameMembers members = new FrameMembers(json);
    private final PublishReader publish = new PublishReader();
    private final StartReader start = new StartReader();
    private final SubscribeReader subscribe = new SubscribeReader(start);
    private final GroupReader groups = new GroupReader(members, start);
    private final byte[] type = new byte[16];
    private Phase phase = Phase.DONE;
    private int count;

    /** Begins a message: valid UTF-8, which stays as it is until the last frame was taken. */
    public void start(byte[] text, int at, int length) {
        members.start(text, at, at + length);
        phase = Phase.BEFORE;
        count = 0;
    }

    /** The next frame, good until the next call; null behind the last one. */
    public @Nullable ClientFrame next() {
        return switch (phase) {
            case BEFORE -> first();
            case IN_BATCH -> inBatch();
            case BROKEN -> last(BROKEN);
            case BEHIND -> last(BEHIND);
            case DONE -> null;
        };
    }

    private ClientFrame last(Problem problem) {
        phase = Phase.DONE;
        return new ClientFrame.BadFrame(problem.with(null));
    }

    private ClientFrame first() {
        int c = json.peek();
        if (c == '[') {
            json.take('[');
            phase = Phase.IN_BATCH;
            return json.take(']') ? last(EMPTY) : inBatch();
        }
        if (c != '{') {
            return last(NO_OBJECT);
        }
        if (!members.read()) {
            return broken();
        }
        phase = Phase.DONE;
        return json.peek() < 0 ? frame() : new ClientFrame.BadFrame(BEHIND.with(members.id()));
    }

    private ClientFrame inBatch() {
        if (++count > BATCH_MAX) {
            return last(TOO_MANY);
        }
        boolean object = json.peek() == '{';
        if (!(object ? members.read() : json.skipValue(JsonMembers.DEPTH_MAX))) {
            return object ? broken() : last(BROKEN);
        }
        if (json.take(']')) {
            phase = json.peek() < 0 ? Phase.DONE : Phase.BEHIND;
        } else if (!json.take(',')) {
            phase = Phase.BROKEN;
        }
        return object ? frame() : new ClientFrame.BadFrame(NO_OBJECT.with(null));
    }

    private ClientFrame broken() {
        phase = Phase.DONE;
        return new ClientFrame.BadFrame(BROKEN.with(members.id()));
    }

    /** The frame whose members were read last. */
    private ClientFrame frame() {
        if (members.twice()) {
            return new ClientFrame.BadFrame(TWICE.with(members.id()));
        }
        boolean hasId = members.has(FrameMembers.ID);
        if (hasId && !FrameId.isId(members.text(), members.from(FrameMembers.ID), members.to(FrameMembers.ID))) {
            return new ClientFrame.BadFrame(ID.with(null));
        }
        int length = members.string(FrameMembers.TYPE, type);
        if (length == PUBLISH.length && Arrays.equals(type, 0, length, PUBLISH, 0, length)) {
            Problem problem = publish.read(members);
            return problem == null ? publish.frame() : new ClientFrame.BadFrame(problem.with(members.id()));
        }
        return other(length < 0 || length > type.length ? "" : new String(type, 0, length, UTF_8), members.id());
    }

    private ClientFrame other(String word, @Nullable FrameId id) {
        return switch (word) {
            case "subscribe" -> subscribe.subscribe(members, id);
            case "unsubscribe" -> {
                TopicFilter filter = subscribe.filter(members);
                yield filter == null
                        ? new ClientFrame.BadFrame(SubscribeReader.FILTER.with(id))
                        : new ClientFrame.Unsubscribe(filter, id);
            }
            case "ping" -> new ClientFrame.Ping(id);
            default -> {
                ClientFrame frame = groups.read(word, id);
                yield frame == null ? new ClientFrame.BadFrame(TYPE.with(id)) : frame;
            }
        };
    }
}
