package dev.weir.auth;

import java.util.Map;

/**
 * The rights of all users, as the ACL file states them. Immutable.
 *
 * @param named by user
 * @param others of every user not named; {@link Rights#NONE} when the file has no entry {@code "*"}
 */
record Acl(Map<String, Rights> named, Rights others) {
    /**
     * Without an ACL file every user has every topic but the server's own, and none is a service: who can only log in
     * must not be able to take messages off the queue past all rights.
     */
    static final Acl OPEN = new Acl(Map.of(), Rights.ALL_TOPICS);

    Acl {
        named = Map.copyOf(named);
    }

    Rights of(String user) {
        return named.getOrDefault(user, others);
    }
}
