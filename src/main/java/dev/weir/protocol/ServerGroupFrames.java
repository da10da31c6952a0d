package dev.weir.protocol;

import dev.weir.message.Epoch;
import dev.weir.message.GroupSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of the server about groups but deliveries; those are {@link MessageEncoder}'s. A text is good until the next one.
 * Owned by one loop.
 *
 * <pre>
 * {"type":"consuming","id":i,"group":g,"created":b,"filter":f,"mode":w,"epoch":e,"offset":o,"maxInFlight":n,settings}
 * {"type":"acked" | "nacked" | "extended","id":i,"group":g,"stale":[tag,…]}
 * {"type":"left","id":i,"group":g,"deleted":b}
 * {"type":"left","group":g,"reason":"deleted" | "rights"}
 * {"type":"gap","group":g,"from":o,"to":o,"reason":r}
 * {"type":"groups","id":i,"groups":[{"group":g,"filter":f,"mode":w,settings,
 *          "offset":o,"lag":n,"inFlight":n,"delayed":n,"parked":n,"dead":n,"members":n},…]}
 * {"type":"groupAltered","id":i,"group":g}
 * {"type":"groupReset","id":i,"group":g,"offset":o}
 * settings = "leaseMs":ms,"maxAttempts":n,"backoffMs":[ms,…],"deadLetter":t
 * </pre>
 *
 * The poppers' group has no settings.
 *
 * The id is that of the client's frame, and is left out where that had none.
 */
public final class ServerGroupFrames extends FrameWriter {
    /** Why somebody is a member no longer without having left. */
    public enum Ended {
        /** The group is gone. */
        DELETED("deleted"),
        /** The user may not consume the group's filter any more. */
        RIGHTS("rights");

        private final String word;

        Ended(String word) {
            this.word = word;
        }
    }

    /**
     * The client is a member.
     *
     * @param created by this client's frame
     * @param offset all below is done for the group
     */
    public FrameText consuming(
            @Nullable FrameId id, boolean created, GroupSettings settings, Epoch epoch, long offset, int maxInFlight) {
        begin("consuming");
        id(id);
        group(settings.name());
        bool(",\"created\":", created);
        filterAndMode(settings);
        epoch(epoch);
        name(",\"offset\":").number(offset);
        name(",\"maxInFlight\":").number(maxInFlight);
        rest(settings);
        return end();
    }

    /**
     * What the client said of deliveries is done.
     *
     * @param stale tags of which it was not
     */
    public FrameText settled(Verb verb, @Nullable FrameId id, String group, List<Long> stale) {
        begin(verb.answer());
        id(id);
        group(group);
        numbers(",\"stale\":[", stale);
        return end();
    }

    /** The client is a member no longer, as it wished. */
    public FrameText left(@Nullable FrameId id, String group, boolean deleted) {
        begin("left");
        id(id);
        group(group);
        bool(",\"deleted\":", deleted);
        return end();
    }

    /** The client is a member no longer, though it has not said so. */
    public FrameText left(String group, Ended why) {
        begin("left");
        group(group);
        name(",\"reason\":").quoted(why.word);
        return end();
    }

    /** Messages that the group can never get. */
    public FrameText gap(String group, Gap gap) {
        begin("gap");
        group(group);
        name(",\"from\":").number(gap.from());
        range(gap);
        return end();
    }

    public FrameText groups(@Nullable FrameId id, List<GroupStatus> groups) {
        begin("groups");
        id(id);
        name(",\"groups\":[");
        boolean first = true;
        for (GroupStatus group : groups) {
            name(first ? "{\"group\":" : ",{\"group\":").quoted(group.settings().name());
            first = false;
            filterAndMode(group.settings());
            if (!group.settings().isPop()) {
                rest(group.settings());
            }
            name(",\"offset\":").number(group.offset());
            name(",\"lag\":").number(group.lag());
            name(",\"inFlight\":").number(group.inFlight());
            name(",\"delayed\":").number(group.delayed());
            name(",\"parked\":").number(group.parked());
            name(",\"dead\":").number(group.dead());
            name(",\"members\":").number(group.members()).ascii("}");
        }
        name("]");
        return end();
    }

    public FrameText groupAltered(@Nullable FrameId id, String group) {
        begin("groupAltered");
        id(id);
        group(group);
        return end();
    }

    /**
     * The group goes on from another place.
     *
     * @param offset all below is done for it now
     */
    public FrameText groupReset(@Nullable FrameId id, String group, long offset) {
        begin("groupReset");
        id(id);
        group(group);
        name(",\"offset\":").number(offset);
        return end();
    }

    private void group(String group) {
        name(",\"group\":").quoted(group);
    }

    private void filterAndMode(GroupSettings settings) {
        name(",\"filter\":").quoted(settings.filter().toString());
        name(",\"mode\":").quoted(settings.mode().word());
    }

    private void rest(GroupSettings settings) {
        name(",\"leaseMs\":").number(settings.leaseMs());
        name(",\"maxAttempts\":").number(settings.maxAttempts());
        numbers(",\"backoffMs\":[", settings.backoffMs());
        name(",\"deadLetter\":").quoted(settings.deadLetter().toString());
    }

    private void numbers(String written, List<? extends Number> numbers) {
        name(written);
        boolean first = true;
        for (Number number : numbers) {
            name(first ? "" : ",").number(number.longValue());
            first = false;
        }
        name("]");
    }
}
