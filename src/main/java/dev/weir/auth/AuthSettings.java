package dev.weir.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Users} needs to know.
 *
 * @param users the htpasswd file
 * @param acl the file of rights; null: see {@link Acl#OPEN}
 * @param successCacheMs how long a login that was right is remembered; 0: not at all
 * @param failuresPerMinuteMax wrong passwords per minute for one address and user, before further ones are refused unchecked
 * @param reloadEveryMs how often the files are looked at; a change is taken at the second look that finds it, so a user
 *     or right that was withdrawn is gone within twice this time
 */
public record AuthSettings(
        Path users, @Nullable Path acl, long successCacheMs, int failuresPerMinuteMax, long reloadEveryMs) {
    public AuthSettings {
        if (successCacheMs < 0 || failuresPerMinuteMax < 1 || reloadEveryMs < 1) {
            throw new IllegalArgumentException(
                    "successCacheMs must be at least 0, failuresPerMinuteMax and reloadEveryMs at least 1");
        }
    }
}
