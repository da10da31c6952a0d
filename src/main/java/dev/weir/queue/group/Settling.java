package dev.weir.queue.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What members say of deliveries. It takes effect at once; what was acknowledged is noted at the next flush, all in one, and told
 * behind that.
 */
final class Settling {
    private record Told(Member member, long id, List<Long> stale) {}

    private final Group group;
    private final List<Item> acknowledged = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    Settling(Group group) {
        this.group = group;
    }

    void ack(Member member, long id, List<Long> tags, long upTo, long nowMs) {
        for (Item item : take(member, id, tags, upTo, true)) {
            acknowledged.add(item);
            group.resolve(item, nowMs);
        }
    }

    void nack(Member member, long id, List<Long> tags, long upTo, Failure how, long nowMs, GroupEffects effects) {
        group.failed(take(member, id, tags, upTo, true), how, nowMs, effects);
    }

    void extend(Member member, long id, List<Long> tags, long upTo, int byMs, long nowMs) {
        for (Item item : take(member, id, tags, upTo, false)) {
            group.lease(item, nowMs + byMs);
        }
    }

    /** The member's own deliveries of these; the tags of no such are to be told as stale. {@code ends}: they are its no more. */
    private List<Item> take(Member member, long id, List<Long> tags, long upTo, boolean ends) {
        List<Item> items = new ArrayList<>();
        List<Long> stale = new ArrayList<>(0);
        for (long tag : tags) {
            Item item = member.leases.get(tag);
            if (item == null) {
                stale.add(tag);
            } else {
                items.add(item);
                if (ends) {
                    member.give(item);
                }
            }
        }
        if (upTo > 0) {
            for (Item item : member.leases.values()) {
                if (item.tag > upTo) {
                    break;
                }
                items.add(item);
            }
            if (ends) {
                items.forEach(member::give);
            }
        }
        member.answer(id, stale);
        told.add(new Told(member, id, stale));
        return items;
    }

    void flush(GroupEffects effects) {
        List<Long> ranges = ranges();
        for (int i = 0; i < ranges.size(); i += 2 * GroupEntries.LIST_MAX) {
            List<Long> part = ranges.subList(i, Math.min(ranges.size(), i + 2 * GroupEntries.LIST_MAX));
            group.note(GroupEntries.done(group.state.id, part), effects);
        }
        told.forEach(t -> effects.settled(t.member(), t.id(), t.stale()));
        told.clear();
    }

    /** From and to in turn, joined where one follows another. */
    private List<Long> ranges() {
        if (acknowledged.isEmpty()) {
            return List.of();
        }
        acknowledged.sort((a, b) -> Long.compare(a.offset, b.offset));
        List<Long> ranges = new ArrayList<>();
        for (Item item : acknowledged) {
            int last = ranges.size() - 1;
            if (last > 0 && ranges.get(last) == item.from - 1) {
                ranges.set(last, item.offset);
            } else {
                Collections.addAll(ranges, item.from, item.offset);
            }
        }
        acknowledged.clear();
        return ranges;
    }
}
