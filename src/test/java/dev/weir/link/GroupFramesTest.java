package dev.weir.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Epoch;
import dev.weir.message.GroupAsk;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.Gap;
import dev.weir.protocol.GroupStatus;
import dev.weir.protocol.StartFrom;
import dev.weir.protocol.Verb;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The frames about groups, against files written by hand from their drawings. */
class GroupFramesTest {
    private static final StartFrom START = new StartFrom.Offset(42, new Epoch(0x0102030405060708L, 3).toString());
    private static final GroupAsk BARE = GroupAsk.of("billing");
    private static final GroupSettings SETTINGS = settings("b", GroupMode.KEY_ORDERED, 1_000, 5_000);
    private static final GroupCall.Settle ACK = new GroupCall.Settle(2, 1, Verb.ACK, List.of(8L, 9L), 0, -1, false, "");
    private static final GroupReply.Tag TAG = new GroupReply.Tag(8, 1, false);
    private static final Gap GAP = new Gap(70, 75, Gap.Reason.RETENTION);

    /** Every call, under the name of its file. */
    static final Map<String, GroupCall> CALLS = calls();

    /** The files of every reply. */
    static final List<String> REPLIES =
            List.of("consuming", "refused", "delivery", "settled", "left", "group-lost", "listed", "managed");

    private final LinkEncoder encoder = new LinkEncoder(UnpooledByteBufAllocator.DEFAULT);
    private final LinkDecoder decoder = new LinkDecoder();

    private static GroupSettings settings(String name, GroupMode mode, Integer... backoffMs) {
        return new GroupSettings(
                name,
                Objects.requireNonNull(TopicFilter.parse("a/#")),
                mode,
                30_000,
                5,
                List.of(backoffMs),
                Objects.requireNonNull(Topic.parse("$dead/b")));
    }

    private static Map<String, GroupCall> calls() {
        Map<String, GroupCall> calls = new LinkedHashMap<>();
        calls.put("consume", new GroupCall.Consume(1, GroupAsk.of(SETTINGS), START, 100, List.of(8L, 9L)));
        calls.put(
                "settles",
                new GroupCall.Settles(List.of(
                        ACK,
                        new GroupCall.Settle(3, 1, Verb.NACK, List.of(10L), 0, 2_000, true, "ä"),
                        new GroupCall.Settle(4, 1, Verb.EXTEND, List.of(), 11, 30_000, false, ""))));
        calls.put("leave", new GroupCall.Leave(1, true));
        calls.put("groups", new GroupCall.ListGroups(5, "$pop"));
        calls.put("alter", new GroupCall.Alter(6, new GroupAsk("b", null, null, 60_000, null, List.of(), null)));
        calls.put("reset", new GroupCall.Reset(7, "b", new StartFrom.New()));
        calls.put("delete", new GroupCall.Delete(8, "b"));
        return calls;
    }

    private static Map<String, GroupReply> replies() {
        List<GroupReply.Tag> tags = List.of(TAG, new GroupReply.Tag(9, 2, true));
        GroupSettings own = settings("$pop", GroupMode.SHARED);
        List<GroupStatus> all =
                List.of(new GroupStatus(SETTINGS, 43, 1_200, 3, 1, 4, 2, 5), new GroupStatus(own, 1, 0, 0, 0, 0, 0, 0));
        Map<String, GroupReply> replies = new LinkedHashMap<>();
        replies.put("consuming", new GroupReply.Consuming(1, 6, true, SETTINGS, 43));
        replies.put("refused", new GroupReply.Refused(1, ErrorCode.GROUP_DIFFERS, "ä: mode"));
        replies.put("delivery", new GroupReply.Delivery(1, tags, GoldenFramesTest.batch()));
        replies.put("settled", new GroupReply.Settled(2, List.of(9L)));
        replies.put("left", new GroupReply.Left(1));
        replies.put("group-lost", new GroupReply.Lost(1, GAP));
        replies.put("listed", new GroupReply.Listed(5, all));
        replies.put("managed", new GroupReply.Managed(7, 44));
        return replies;
    }

    @Test
    void encodesEveryFrame() throws Exception {
        for (Map.Entry<String, GroupCall> call : CALLS.entrySet()) {
            assertEquals(Golden.hex(call.getKey()), Golden.hex(encoder.group(call.getValue())), call.getKey());
        }
        Map<String, GroupReply> replies = replies();
        for (Map.Entry<String, GroupReply> reply : replies.entrySet()) {
            assertEquals(Golden.hex(reply.getKey()), Golden.hex(encoder.group(reply.getValue())), reply.getKey());
        }
        assertEquals(REPLIES, List.copyOf(replies.keySet()));
    }

    @Test
    void decodesEveryFrame() throws Exception {
        for (Map.Entry<String, GroupCall> call : CALLS.entrySet()) {
            Told told = new Told();
            assertNull(decoder.toQueue(Golden.bytes(call.getKey()), told), call.getKey());
            assertEquals(List.of(call.getValue().toString()), told.calls);
        }
        for (Map.Entry<String, GroupReply> reply : replies().entrySet()) {
            Told told = new Told();
            assertNull(decoder.toEdge(Golden.bytes(reply.getKey()), told), reply.getKey());
            Told same = new Told();
            same.group(reply.getValue());
            assertEquals(same.calls, told.calls);
        }
    }

    private void carries(GroupCall call) {
        Told told = new Told();
        ByteBuf frame = encoder.group(call);
        assertNull(decoder.toQueue(frame, told), call.toString());
        frame.release();
        assertEquals(List.of(call.toString()), told.calls);
    }

    private void refuses(GroupCall call) {
        Told told = new Told();
        ByteBuf frame = encoder.group(call);
        assertNotNull(decoder.toQueue(frame, told), call.toString());
        frame.release();
        assertEquals(List.of(), told.calls);
    }

    private void refuses(GroupReply reply) {
        Told told = new Told();
        ByteBuf frame = encoder.group(reply);
        assertNotNull(decoder.toEdge(frame, told), reply.toString());
        frame.release();
        assertEquals(List.of(), told.calls);
    }

    private static GroupCall settles(GroupCall.Settle settle) {
        return new GroupCall.Settles(List.of(settle));
    }

    private static GroupCall says(Verb verb, int ms) {
        return settles(new GroupCall.Settle(1, 1, verb, List.of(1L), 0, ms, false, ""));
    }

    private static GroupCall saysOf(List<Long> tags, long upTo, String reason) {
        return settles(new GroupCall.Settle(1, 1, Verb.NACK, tags, upTo, -1, false, reason));
    }

    @Test
    void carriesCallsUpToTheirLimits() {
        List<Long> most = Collections.nCopies(10_000, Long.MAX_VALUE);
        for (StartFrom from : List.of(
                new StartFrom.New(), new StartFrom.Earliest(), new StartFrom.Time(5), new StartFrom.Offset(7, ""))) {
            carries(new GroupCall.Consume(Long.MAX_VALUE, BARE, from, 10_000, most));
            carries(new GroupCall.Reset(1, "g".repeat(64), from));
        }
        carries(says(Verb.ACK, -1));
        carries(says(Verb.NACK, 86_400_000));
        carries(says(Verb.EXTEND, 100));
        carries(says(Verb.EXTEND, 43_200_000));
        carries(saysOf(most, 0, "é".repeat(127) + "x"));
        carries(saysOf(List.of(), Long.MAX_VALUE, ""));
        carries(new GroupCall.Settles(List.of()));
        carries(new GroupCall.Settles(Collections.nCopies(2_000, ACK)));
        carries(new GroupCall.ListGroups(1, null));
        carries(new GroupCall.ListGroups(1, "é".repeat(32)));
    }

    @Test
    void refusesCallsBeyondTheirLimits() {
        StartFrom from = new StartFrom.New();
        refuses(new GroupCall.Consume(0, BARE, from, 1, List.of()));
        refuses(new GroupCall.Consume(1, BARE, from, 0, List.of()));
        refuses(new GroupCall.Consume(1, BARE, from, 10_001, List.of()));
        refuses(new GroupCall.Consume(1, BARE, new StartFrom.Last(1), 1, List.of()));
        refuses(new GroupCall.Consume(1, BARE, from, 1, List.of(1L, 0L)));
        refuses(new GroupCall.Consume(1, BARE, from, 1, Collections.nCopies(10_001, 1L)));
        refuses(new GroupCall.Consume(1, GroupAsk.of("$pop"), from, 1, List.of()));
        refuses(settles(new GroupCall.Settle(0, 1, Verb.ACK, List.of(1L), 0, -1, false, "")));
        refuses(settles(new GroupCall.Settle(1, 0, Verb.ACK, List.of(1L), 0, -1, false, "")));
        refuses(says(Verb.ACK, -2));
        refuses(says(Verb.NACK, 86_400_001));
        refuses(says(Verb.EXTEND, 99));
        refuses(says(Verb.EXTEND, 43_200_001));
        refuses(saysOf(List.of(), 0, ""));
        refuses(saysOf(List.of(), -1, ""));
        refuses(saysOf(List.of(1L), 1, ""));
        refuses(saysOf(List.of(0L), 0, ""));
        refuses(saysOf(Collections.nCopies(10_001, 1L), 0, ""));
        refuses(saysOf(List.of(1L), 0, "x".repeat(256)));
        refuses(new GroupCall.Leave(0, false));
        refuses(new GroupCall.ListGroups(-1, null));
        refuses(new GroupCall.ListGroups(1, "g".repeat(65)));
        refuses(new GroupCall.Alter(0, BARE));
        refuses(new GroupCall.Alter(1, new GroupAsk("b", null, null, 99, null, null, null)));
        refuses(new GroupCall.Alter(1, new GroupAsk("b", null, null, null, 1_001, null, null)));
        refuses(new GroupCall.Alter(1, new GroupAsk("b", null, null, null, null, Collections.nCopies(17, 1), null)));
        refuses(new GroupCall.Reset(1, ".b", from));
        refuses(new GroupCall.Reset(1, "b", new StartFrom.Last(1)));
        refuses(new GroupCall.Delete(1, ""));
        refuses(new GroupCall.Delete(1, "$poppers"));
    }

    @Test
    void refusesRepliesBeyondTheirLimits() {
        GroupSettings own = settings("$pop", GroupMode.SHARED);
        refuses(new GroupReply.Consuming(0, 1, true, SETTINGS, 1));
        refuses(new GroupReply.Consuming(1, 1, true, SETTINGS, -1));
        refuses(new GroupReply.Consuming(1, 1, true, own, 1));
        refuses(new GroupReply.Refused(0, ErrorCode.BAD_FRAME, ""));
        refuses(new GroupReply.Settled(0, List.of()));
        refuses(new GroupReply.Settled(1, List.of(-1L)));
        refuses(new GroupReply.Settled(1, Collections.nCopies(10_001, 1L)));
        refuses(new GroupReply.Left(0));
        refuses(new GroupReply.Lost(0, GAP));
        refuses(new GroupReply.Lost(1, new Gap(7, 6, Gap.Reason.CORRUPT)));
        refuses(new GroupReply.Listed(0, List.of()));
        for (GroupStatus status : List.of(
                new GroupStatus(settings("$$pop", GroupMode.SHARED), 0, 0, 0, 0, 0, 0, 0),
                new GroupStatus(settings("$", GroupMode.SHARED), 0, 0, 0, 0, 0, 0, 0),
                new GroupStatus(own, -1, 0, 0, 0, 0, 0, 0),
                new GroupStatus(own, 0, -1, 0, 0, 0, 0, 0),
                new GroupStatus(own, 0, 0, -1, 0, 0, 0, 0),
                new GroupStatus(own, 0, 0, 0, -1, 0, 0, 0),
                new GroupStatus(own, 0, 0, 0, 0, -1, 0, 0),
                new GroupStatus(own, 0, 0, 0, 0, 0, -1, 0),
                new GroupStatus(own, 0, 0, 0, 0, 0, 0, -1))) {
            refuses(new GroupReply.Listed(1, List.of(status)));
        }
        refuses(new GroupReply.Managed(0, 1));
        refuses(new GroupReply.Managed(1, -1));
    }

    private static GroupReply.Delivery delivery(long member, GroupReply.Tag... tags) {
        return new GroupReply.Delivery(member, List.of(tags), GoldenFramesTest.batch());
    }

    @Test
    void aDeliveryHasATagForEachMessageOfAGoodBatch() {
        refuses(delivery(0, TAG, TAG));
        refuses(delivery(1));
        refuses(delivery(1, TAG));
        refuses(delivery(1, TAG, TAG, TAG));
        refuses(delivery(1, TAG, new GroupReply.Tag(0, 1, false)));
        refuses(delivery(1, TAG, new GroupReply.Tag(1, 0, false)));
        GroupReply.Delivery bad = delivery(1, TAG, TAG);
        BatchView batch = bad.batch();
        batch.stampRefused(batch.first(), false, 0, 0);
        refuses(bad);
    }

    /** What goes out holds the batch until it is released; what comes in is a copy of its own. */
    @Test
    void aDeliveryHandsItsBatchOver() {
        GroupReply.Delivery delivery = delivery(1, TAG, TAG);
        ByteBuf frame = encoder.group(delivery);
        assertEquals(1, delivery.batch().bytes().refCnt());
        RecordingEdge edge = new RecordingEdge();
        edge.keeps = true;
        assertNull(decoder.toEdge(frame, edge));
        frame.release();
        assertEquals(0, delivery.batch().bytes().refCnt());
        BatchView got = edge.kept.get(0);
        assertEquals(List.of(1, 2), List.of(got.bytes().refCnt(), got.count()));
        got.release();
        assertEquals(0, got.bytes().refCnt());
    }

    @Test
    void refusesTextThatIsNone() throws Exception {
        ByteBuf settles = Golden.bytes("settles");
        int reason = settles.indexOf(0, settles.readableBytes(), (byte) 0xc3);
        assertTrue(reason > 0);
        assertNotNull(decoder.toQueue(settles.setByte(reason + 1, 'x'), new Told()));
        ByteBuf refused = Golden.bytes("refused");
        int message = refused.indexOf(0, refused.readableBytes(), (byte) 0xc3);
        assertNotNull(decoder.toEdge(refused.duplicate().setByte(message + 1, 'x'), new Told()));
        assertNotNull(decoder.toEdge(Golden.bytes("refused").setByte(11, 'G'), new Told()));
    }
}
