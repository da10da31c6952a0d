package dev.weir.protocol;

import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of the server but messages, which are {@link MessageEncoder}'s, and those about groups, which are {@link
 * ServerGroupFrames}'. A text is good until the next one.
 * Owned by one loop.
 *
 * <pre>
 * {"type":"welcome","node":n,"user":u,"epoch":e,"head":o,"heartbeatMs":ms,"maxFrameBytes":b}
 * {"type":"published","id":i,"offset":o,"epoch":e,"durability":"memory" | "stored" | "synced","duplicate":b}
 * {"type":"subscribed","id":i,"filter":f,"epoch":e,"offset":o,"recovered":true}
 * {"type":"subscribed","id":i,"filter":f,"epoch":e,"offset":o,"recovered":false,"gap":{"from":o,"to":o,"reason":r}}
 * {"type":"unsubscribed","id":i,"filter":f}
 * {"type":"gap","from":o,"to":o,"reason":r}
 * {"type":"mark","offset":o}
 * {"type":"error","id":i,"code":n,"name":w,"message":text,"retryable":b}
 * {"type":"pong","id":i}
 * {"type":"goaway","reason":w,"reconnectInMs":ms}
 * </pre>
 *
 * The id is that of the client's frame, and is left out where that had none.
 */
public final class ServerFrames extends FrameWriter {
    /**
     * The first frame on a connection.
     *
     * @param head offset of the newest message, 0 for none
     */
    public FrameText welcome(String node, String user, Epoch epoch, long head, int heartbeatMs, int maxFrameBytes) {
        begin("welcome");
        name(",\"node\":").quoted(node);
        name(",\"user\":").quoted(user);
        epoch(epoch);
        name(",\"head\":").number(head);
        name(",\"heartbeatMs\":").number(heartbeatMs);
        name(",\"maxFrameBytes\":").number(maxFrameBytes);
        return end();
    }

    /**
     * A message is stored, or was before.
     *
     * @param offset of a duplicate the first one's; 0 when that is forgotten, and then it is left out
     */
    public FrameText published(
            @Nullable FrameId id, long offset, Epoch epoch, Durability durability, boolean duplicate) {
        begin("published");
        id(id);
        if (offset > 0) {
            name(",\"offset\":").number(offset);
        }
        epoch(epoch);
        name(",\"durability\":").quoted(durability.word());
        bool(",\"duplicate\":", duplicate);
        return end();
    }

    /**
     * A subscription holds.
     *
     * @param offset of the first message that can come
     * @param gap what of the wanted start cannot be sent, null when all can
     */
    public FrameText subscribed(@Nullable FrameId id, TopicFilter filter, Epoch epoch, long offset, @Nullable Gap gap) {
        begin("subscribed");
        id(id);
        name(",\"filter\":").quoted(filter.toString());
        epoch(epoch);
        name(",\"offset\":").number(offset);
        bool(",\"recovered\":", gap == null);
        if (gap != null) {
            name(",\"gap\":{\"from\":").number(gap.from());
            range(gap);
            name("}");
        }
        return end();
    }

    public FrameText unsubscribed(@Nullable FrameId id, TopicFilter filter) {
        begin("unsubscribed");
        id(id);
        name(",\"filter\":").quoted(filter.toString());
        return end();
    }

    public FrameText gap(Gap gap) {
        begin("gap");
        name(",\"from\":").number(gap.from());
        range(gap);
        return end();
    }

    /** Everything up to this offset that the client's filters match has been sent. */
    public FrameText mark(long offset) {
        begin("mark");
        name(",\"offset\":").number(offset);
        return end();
    }

    public FrameText error(NativeError error) {
        begin("error");
        id(error.id());
        name(",\"code\":").number(error.code().number());
        name(",\"name\":").quoted(error.code().word());
        name(",\"message\":").quoted(error.message());
        bool(",\"retryable\":", error.code().retryable());
        return end();
    }

    public FrameText pong(@Nullable FrameId id) {
        begin("pong");
        id(id);
        return end();
    }

    /**
     * The client is to come back, here or elsewhere.
     *
     * @param reason a word that clients may show
     */
    public FrameText goaway(String reason, int reconnectInMs) {
        begin("goaway");
        name(",\"reason\":").quoted(reason);
        name(",\"reconnectInMs\":").number(reconnectInMs);
        return end();
    }
}
