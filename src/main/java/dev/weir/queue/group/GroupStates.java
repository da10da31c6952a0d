package dev.weir.queue.group;

import dev.weir.message.GroupSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The durable part of all groups. Numbers of groups are given once. */
public final class GroupStates {
    private final TreeMap<Long, GroupState> byId = new TreeMap<>();
    private final Map<String, GroupState> byName = new HashMap<>();
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
