package dev.weir.queue.group;

import dev.weir.message.GroupSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The durable part of all groups. Numbers of groups are given once. */
public final class GroupStates {
    /** The number of the group of the seed's poppers. */
    static final long POP_ID = 0;

    private final TreeMap<Long, GroupState> byId = new TreeMap<>();
    private final Map<String, GroupState> byName = new HashMap<>();

    /** Of the groups that users name. */
    long nextId = 1;

    @Nullable
    GroupState get(long id) {
        return byId.get(id);
    }

    @Nullable
    GroupState get(String name) {
        return byName.get(name);
    }

    /** By rising number. */
    Collection<GroupState> all() {
        return byId.values();
    }

    GroupState create(long id, GroupSettings settings, long start) {
        GroupState state = new GroupState(id, settings, start);
        byId.put(id, state);
        byName.put(settings.name(), state);
        nextId = Math.max(nextId, id + 1);
        return state;
    }

    static boolean isPop(long id, GroupSettings settings) {
        return id == POP_ID && settings.equals(GroupSettings.POP);
    }

    /** The group of the seed's poppers begins there; false when there is one, or it cannot. */
    public boolean createPop(long start, long firstHeld, long nextOffset) {
        if (byId.containsKey(POP_ID) || start < firstHeld || start > nextOffset) {
            return false;
        }
        create(POP_ID, GroupSettings.POP, start);
        return true;
    }

    /** The group of the seed's poppers has done all below; false when that cannot be. */
    public boolean raisePop(long below, long nextOffset) {
        GroupState pop = byId.get(POP_ID);
        if (pop == null || below < pop.done.floor() || below > nextOffset) {
            return false;
        }
        pop.raise(below);
        return true;
    }

    void delete(GroupState state) {
        byId.remove(state.id);
        byName.remove(state.settings.name());
    }

    /** Messages below are gone. */
    public void raise(long below) {
        byId.values().forEach(state -> state.raise(below));
    }

    /** A message of a group has become a dead letter; false when the group cannot have it. */
    public boolean buried(long id, long from, long offset) {
        GroupState state = byId.get(id);
        if (state == null || from > offset || state.done.contains(offset)) {
            return false;
        }
        state.done(from, offset);
        return true;
    }
}
