package dev.weir.auth;

import io.vertx.core.Vertx;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import io.vertx.ext.auth.htpasswd.HtpasswdAuth;
import io.vertx.ext.auth.htpasswd.HtpasswdAuthOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One reading of the user file. The names are immutable; each of the {@code HtpasswdAuth}s, which read the file at
 * creation, may be used by one thread at a time only, since they share digests within.
 */
final class UserTable {
    private final List<String> names;
    private final Set<String> known;
    private final List<HtpasswdAuth> auths;

    private UserTable(List<String> names, List<HtpasswdAuth> auths) {
        this.names = names;
        this.known = Set.copyOf(new HashSet<>(names));
        this.auths = auths;
    }

    /** Blocks; throws unchecked when the file has gone meanwhile. */
    static UserTable load(Vertx vertx, Path file, List<String> names, int verifiers) {
        var options = new HtpasswdAuthOptions()
                .setHtpasswdFile(file.toAbsolutePath().toString())
                .setPlainTextEnabled(false);
        List<HtpasswdAuth> auths = new ArrayList<>();
        for (int i = 0; i < verifiers; i++) {
            auths.add(HtpasswdAuth.create(vertx, options));
        }
        return new UserTable(names, List.copyOf(auths));
    }

    boolean has(String name) {
        return known.contains(name);
    }

    List<HtpasswdAuth> auths() {
        return auths;
    }

    int size() {
        return names.size();
    }

    /**
     * Whether the password is right. Takes as long as the user's kind of hash does, and as long for an unknown user:
     * the password is then held against a known one's entry, picked by the name alone so that it is always the same,
     * and found wrong whatever comes out. Blocks; for worker threads, with an {@code auth} nobody else is using.
     */
    boolean isRight(HtpasswdAuth auth, Credentials credentials, Fingerprints fingerprints) {
        boolean isKnown = has(credentials.user());
        String name = isKnown ? credentials.user() : names.get(fingerprints.pick(credentials.user(), names.size()));
        // It answers on this thread, so the future is complete when it comes back.
        boolean right = auth.authenticate(new UsernamePasswordCredentials(name, credentials.password()))
                .succeeded();
        return isKnown && right;
    }
}
