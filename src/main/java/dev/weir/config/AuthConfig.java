package dev.weir.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect.
 *
 * @param users htpasswd file, absolute
 * @param acl file of rights, absolute; null for none
 * @param successCacheMs how long a password once found right is not computed again
 * @param failuresPerMinuteMax wrong passwords per address and per user before they are turned away unchecked
 * @param reloadEveryMs how often both files are looked at for changes
 */
public record AuthConfig(
        Path users, @Nullable Path acl, int successCacheMs, int failuresPerMinuteMax, int reloadEveryMs) {
    static final Key<Path> USERS = Key.required("users", Texts.PATH, "htpasswd file of the users.");
    static final Key<Path> ACL = Key.optional("acl", Texts.PATH, "none", "JSON file of the users' rights.");
    static final Key<Long> SUCCESS_CACHE_MS = Key.millis(
            "successCacheMs", 60_000, 0, 3_600_000, "How long a password found right is not computed again.");
    static final Key<Long> FAILURES_PER_MINUTE_MAX = Key.count(
            "failuresPerMinuteMax",
            60,
            1,
            1_000_000,
            "Wrong passwords per address and per user in a minute, before more are refused unchecked.");
    static final Key<Long> RELOAD_EVERY_MS = Key.millis(
            "reloadEveryMs", 1000, 10, 3_600_000, "How often the users' and rights' files are looked at for changes.");

    static final KeyTable TABLE = new KeyTable(
            "auth",
            "Users and their rights.",
            List.of(USERS, ACL, SUCCESS_CACHE_MS, FAILURES_PER_MINUTE_MAX, RELOAD_EVERY_MS),
            KeyTable.EVERY_SERVICE);

    static AuthConfig read(Section section, Path baseDir) {
        return new AuthConfig(
                baseDir.resolve(section.get(USERS)).normalize(),
                section.findPath(ACL, baseDir),
                section.integer(SUCCESS_CACHE_MS),
                section.integer(FAILURES_PER_MINUTE_MAX),
                section.integer(RELOAD_EVERY_MS));
    }
}
