package dev.weir.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every section there is, in the order of the files. */
final class Tables {
    static final List<KeyTable> SECTIONS = List.of(
            ServerConfig.TABLE,
            TlsConfig.TABLE,
            AuthConfig.TABLE,
            LimitsConfig.TABLE,
            QueueConfig.TABLE,
            LogConfig.TABLE,
            LinkKeys.TABLE,
            ClusterConfig.TABLE);

    private Tables() {}

    static Optional<KeyTable> section(String name) {
        return SECTIONS.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** The services that have a section, in words: {@code publisher and subscriber}. */
    static String users(KeyTable table) {
        return table.usedBy().stream().sorted().map(ServiceKind::word).collect(Collectors.joining(" and "));
    }
}
