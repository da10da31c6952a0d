package dev.weir.queue.group;

/** Breaks a group from within, for simulations that are to notice. */
public final class GroupBreaker {
    private GroupBreaker() {}

    /** A parked message goes before the one it waits for. */
    public static void unpark(Group group) {
        Item item = parked(group);
        if (item != null) {
            group.work.take(item);
            group.work.ready(item);
        }
    }

    /** A parked message is gone. */
    public static void losesParked(Group group) {
        Item item = parked(group);
        if (item != null) {
            group.work.resolve(item);
        }
    }

    private static Item parked(Group group) {
        for (Item item : group.work.below(Long.MAX_VALUE)) {
            if (item.state == Item.State.PARKED) {
                return item;
            }
        }
        return null;
    }

    /** A message that is done waits again. */
    public static void again(Group group, long offset) {
        if (group.work.get(offset) == null) {
            Item item = new Item(offset, offset, 0, true);
            group.work.add(item);
            group.work.ready(item);
        }
    }

    /** A message is done without a dead letter. */
    public static void forget(Group group, long offset, GroupEffects effects) {
        Item item = group.work.get(offset);
        group.note(GroupEntries.done(group.state.id, java.util.List.of(item.from, offset)), effects);
        group.resolve(item, 0);
    }

    /** No lease ever ends. */
    public static void renew(Group group) {
        group.members.all().forEach(member -> member.leases.values().forEach(item -> item.dueMs = Long.MAX_VALUE));
    }
}
