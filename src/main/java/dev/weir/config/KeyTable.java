package dev.weir.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All keys of one section.
 *
 * @param name the section's name; empty for the top of a file
 * @param usedBy the services that have this section
 */
record KeyTable(String name, String about, List<Key<?>> keys, Set<ServiceKind> usedBy) {
    static final Set<ServiceKind> EVERY_SERVICE = Set.copyOf(EnumSet.allOf(ServiceKind.class));
    static final Set<ServiceKind> EDGES = Set.of(ServiceKind.PUBLISHER, ServiceKind.SUBSCRIBER);

    List<String> names() {
        return keys.stream().<String>map(Key::name).toList();
    }

    boolean isUsedBy(ServiceKind kind) {
        return usedBy.contains(kind);
    }
}
