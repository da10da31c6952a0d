package dev.weir.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process is one of several that find each other. Of use only to a process that was started with {@code -cluster}.
 *
 * @param name processes with another one do not see each other
 * @param host what the ports of the cluster are bound to
 * @param port the first that is tried; the next ones follow
 * @param members where others may be, {@code host} or {@code host:port}
 * @param hazelcast Hazelcast's own config, absolute; null: the one that comes with Weir
 * @param busPort of the event bus; 0 for any
 * @param announceHost the host in the address by which edges are to reach this queue; null: where it listens
 * @param tlsCert PEM certificate chain of the event bus; null, as {@code tlsKey} and {@code tlsTrust} are then: no TLS there
 * @param tlsTrust PEM file of the certificates by which the others are known
 */
public record ClusterConfig(
        String name,
        String host,
        int port,
        List<String> members,
        @Nullable Path hazelcast,
        int busPort,
        @Nullable String announceHost,
        @Nullable Path tlsCert,
        @Nullable Path tlsKey,
        @Nullable Path tlsTrust) {
    static final Key<String> NAME = Key.of(
            "name", Texts.CLUSTER_NAME, "weir", "The cluster's name; those with another one do not see each other.");
    static final Key<String> HOST = Key.of(
            "host",
            Texts.HOST,
            "127.0.0.1",
            "Address that the cluster's ports are bound to, IPv4. Whoever reaches it can join: a private network at most.");
    static final Key<Long> PORT = Key.of(
            "port",
            new WholeType("a port", 1, 65_435, ""),
            5701L,
            "The first port that is tried for membership; up to 100 follow.");
    static final Key<List<String>> MEMBERS = Key.of(
            "members",
            new ListType<>(Texts.MEMBER),
            List.of("127.0.0.1"),
            "Where other processes may be: `host` or `host:port`. One that is up is enough.");
    static final Key<Path> HAZELCAST = Key.optional(
            "hazelcast", Texts.PATH, "conf/cluster.xml, as built in", "Hazelcast's own config, in place of Weir's.");
    static final Key<Long> BUS_PORT = Key.of(
            "busPort", new WholeType("a port", 0, 65_535, ""), 0L, "Port of the event bus; 0 for any that is free.");
    static final Key<String> ANNOUNCE_HOST = Key.optional(
            "announceHost",
            Texts.HOST,
            "`server.host`, or `cluster.host` where that is every address",
            "Of a queue: the host by which edges are to reach it. Its certificate must have that name.");
    static final Key<Path> TLS_CERT = Key.optional(
            "tlsCert", Texts.PATH, "no TLS on the event bus", "PEM file of the certificate chain for the event bus.");
    static final Key<Path> TLS_KEY = Key.optional("tlsKey", Texts.PATH, "as `tlsCert`", "PEM file of its private key.");
    static final Key<Path> TLS_TRUST = Key.optional(
            "tlsTrust", Texts.PATH, "as `tlsCert`", "PEM file of the certificates by which the others are known.");
    static final KeyTable TABLE = new KeyTable(
            "cluster",
            "How processes started with `-cluster` find each other. Where it stands, an edge's `link.url` may be left out.",
            List.of(NAME, HOST, PORT, MEMBERS, HAZELCAST, BUS_PORT, ANNOUNCE_HOST, TLS_CERT, TLS_KEY, TLS_TRUST),
            KeyTable.EVERY_SERVICE);

    static final ClusterConfig DEFAULT = read(Section.unused(TABLE), Path.of(""));

    /** Whether the event bus speaks TLS, to those with a certificate only. */
    public boolean isTls() {
        return tlsCert != null;
    }

    static ClusterConfig read(Section section, Path baseDir) {
        boolean any = section.has(TLS_CERT) || section.has(TLS_KEY) || section.has(TLS_TRUST);
        for (Key<Path> key : List.of(TLS_CERT, TLS_KEY, TLS_TRUST)) {
            if (any && !section.has(key)) {
                section.complain(key, "missing; tlsCert, tlsKey and tlsTrust go together");
            }
        }
        return new ClusterConfig(
                section.get(NAME),
                section.get(HOST),
                section.integer(PORT),
                section.get(MEMBERS),
                section.findPath(HAZELCAST, baseDir),
                section.integer(BUS_PORT),
                section.find(ANNOUNCE_HOST),
                section.findPath(TLS_CERT, baseDir),
                section.findPath(TLS_KEY, baseDir),
                section.findPath(TLS_TRUST, baseDir));
    }
}
