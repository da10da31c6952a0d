package dev.weir.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A cluster that a test makes up; several views of it share {@code roles}.
 *
 * @param roles by id
 */
record FakeNodes(String self, ConcurrentSkipListMap<String, String> roles) implements Nodes {
    @Override
    public List<String> all() {
        return List.copyOf(roles.keySet());
    }

    FakeNodes of(String other) {
        return new FakeNodes(other, roles);
    }

    static FakeNodes of(Map<String, String> roles, String self) {
        return new FakeNodes(self, new ConcurrentSkipListMap<>(roles));
    }
}
