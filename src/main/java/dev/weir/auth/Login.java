package dev.weir.auth;

import dev.weir.auth.AuthRefused.Reason;
import dev.weir.auth.Fingerprints.Fingerprint;
import dev.weir.auth.Throttle.Source;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One verification under way, with everybody who gave these very credentials meanwhile. Owned by one event loop. */
final class Login {
    private final Fingerprint fingerprint;
    private final Credentials credentials;
    private final String address;
    private final Set<Source> sources = new HashSet<>();
    private final List<Promise<User>> waiters = new ArrayList<>();

    /** @param address of the first who asked */
    Login(Fingerprint fingerprint, Credentials credentials, String address) {
        this.fingerprint = fingerprint;
        this.credentials = credentials;
        this.address = address;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    Credentials credentials() {
        return credentials;
    }

    String address() {
        return address;
    }

    /** Each has been charged for this try once, however often it was made. */
    Set<Source> sources() {
        return sources;
    }

    int waiters() {
        return waiters.size();
    }

    Future<User> join(Source source) {
        sources.add(source);
        Promise<User> waiter = Promise.promise();
        waiters.add(waiter);
        return waiter.future();
    }

    void letIn(User user) {
        waiters.forEach(w -> w.complete(user));
    }

    void refuse(Reason reason) {
        AuthRefused refused = new AuthRefused(reason);
        waiters.forEach(w -> w.fail(refused));
    }
}
