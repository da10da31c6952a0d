package dev.weir.auth;

import dev.weir.auth.AuthFiles.Snapshot;
import dev.weir.auth.AuthRefused.Reason;
import dev.weir.auth.Fingerprints.Fingerprint;
import dev.weir.auth.HashWorkers.Verdict;
import dev.weir.auth.Throttle.Source;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users and their rights, as two files say that are looked at again and again.
 *
 * <p>Owned by the event loop that opened it: every method is to be called there and throws elsewhere, futures complete
 * and listeners are called there. It never blocks; hashing and files are left to workers. Everything is bounded.
 */
public final class Users {
    static final int CACHE_MAX = 10_000;
    static final int SOURCES_MAX = 10_000;
    static final int WAITERS_PER_LOGIN_MAX = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Users.class);
    /** One name for the process, so that services in one process share these threads instead of each having its own. */
    private static final String POOL = "weir-auth";

    private static final int VERIFIERS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

    private final Vertx vertx;
    private final ContextInternal owner;
    private final AuthFiles files; // a worker's while isLooking, else nobody's
    private final LongSupplier nowMs;
    private final Fingerprints fingerprints = new Fingerprints();
    private final SuccessCache successes;
    private final Throttle throttle;
    private final HashWorkers workers;
    private final Map<Fingerprint, Login> logins = new HashMap<>(); // under way; bounded by the workers' queue
    private final List<Runnable> listeners = new ArrayList<>();
    private final long timer;
    private Snapshot snapshot;
    private boolean isLooking;
    private boolean isClosed;

    private Users(
            Vertx vertx,
            ContextInternal owner,
            AuthSettings settings,
            int verifiers,
            LongSupplier nowMs,
            AuthFiles files,
            Snapshot snapshot) {
        this.vertx = vertx;
        this.owner = owner;
        this.files = files;
        this.nowMs = nowMs;
        this.snapshot = snapshot;
        this.successes = new SuccessCache(CACHE_MAX, settings.successCacheMs());
        this.throttle = new Throttle(SOURCES_MAX, settings.failuresPerMinuteMax());
        this.workers = new HashWorkers(
                vertx.createSharedWorkerExecutor(POOL, verifiers), fingerprints, snapshot.users(), this::decided);
        this.timer = vertx.setPeriodic(settings.reloadEveryMs(), id -> look());
    }

    /**
     * Reads both files. To be called on an event loop, which becomes the owner.
     *
     * @return fails with {@link AuthFileRefused} when a file is missing or of no use
     */
    public static Future<Users> open(Vertx vertx, AuthSettings settings) {
        return open(vertx, settings, VERIFIERS, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** @param nowMs a clock that only goes forward */
    static Future<Users> open(Vertx vertx, AuthSettings settings, int verifiers, LongSupplier nowMs) {
        Context context = Vertx.currentContext();
        if (context == null || !context.isEventLoopContext()) {
            return Future.failedFuture(new IllegalStateException("Users are to be opened on an event loop"));
        }
        ContextInternal owner = ((ContextInternal) context).unwrap();
        AuthFiles files = new AuthFiles(vertx, settings, verifiers);
        return vertx.executeBlocking(files::open, false)
                .map(snapshot -> new Users(vertx, owner, settings, verifiers, nowMs, files, snapshot));
    }

    /**
     * Lets in who is right. A login that was right within {@code successCacheMs} gets a completed future; the same
     * credentials given again while they are being checked wait for that one check.
     *
     * @param address the client's, without the port
     * @return fails with {@link AuthRefused} and nothing else
     */
    public Future<User> verify(Credentials credentials, String address) {
        checkOwner();
        if (isClosed) {
            return refused(Reason.BUSY);
        }
        Fingerprint fingerprint = fingerprints.of(credentials);
        Source source = new Source(address, credentials.user());
        Login login = logins.get(fingerprint);
        boolean isCharged = login != null && login.sources().contains(source);
        if (!isCharged && throttle.isOver(source, nowMs.getAsLong())) {
            // Before the cache: else it would answer guesses as fast as they come.
            return refused(Reason.THROTTLED);
        }
        if (successes.has(fingerprint, nowMs.getAsLong())) {
            return Future.succeededFuture(user(credentials));
        }
        if (login == null) {
            return begin(new Login(fingerprint, credentials, address), source);
        }
        if (login.waiters() >= WAITERS_PER_LOGIN_MAX) {
            return refused(Reason.BUSY);
        }
        if (!isCharged) {
            throttle.charge(source, nowMs.getAsLong());
        }
        return login.join(source);
    }

    private Future<User> begin(Login login, Source source) {
        // All is in place before the offer: a quick verdict may come before the offer returns.
        Future<User> answer = login.join(source);
        throttle.charge(source, nowMs.getAsLong());
        logins.put(login.fingerprint(), login);
        if (!workers.offer(login)) {
            decided(login, Verdict.NONE);
        }
        return answer;
    }

    private void decided(Login login, Verdict verdict) {
        if (!logins.remove(login.fingerprint(), login)) {
            return; // closed meanwhile
        }
        if (verdict != Verdict.WRONG) {
            login.sources().forEach(throttle::giveBack);
        }
        switch (verdict) {
            case RIGHT -> {
                successes.put(login.fingerprint(), nowMs.getAsLong());
                login.letIn(user(login.credentials()));
            }
            case WRONG -> login.refuse(Reason.WRONG);
            case NONE -> login.refuse(Reason.BUSY);
        }
    }

    private User user(Credentials credentials) {
        return new User(credentials.user(), rights(credentials.user()));
    }

    /** The rights this user has now; {@link Rights#NONE} for who is no user, or no longer. */
    public Rights rights(String name) {
        checkOwner();
        return isUser(name) ? snapshot.acl().of(name) : Rights.NONE;
    }

    /** Whether the user file still names this user. */
    public boolean isUser(String name) {
        checkOwner();
        return snapshot.users().has(name);
    }

    /** Calls this after each reload that took something new, which is at the second look that finds a change. */
    public void onChange(Runnable listener) {
        checkOwner();
        listeners.add(listener);
    }

    /** Refuses who waits as BUSY, and all who come later. May be called twice. */
    public Future<Void> close() {
        checkOwner();
        if (isClosed) {
            return Future.succeededFuture();
        }
        isClosed = true;
        vertx.cancelTimer(timer);
        List<Login> waiting = List.copyOf(logins.values());
        logins.clear();
        successes.clear();
        waiting.forEach(login -> login.refuse(Reason.BUSY));
        return workers.close();
    }

    /** How many checks of a password were begun. */
    long verificationsStarted() {
        checkOwner();
        return workers.started();
    }

    private void look() {
        if (isLooking || isClosed) {
            return;
        }
        isLooking = true;
        Snapshot current = snapshot;
        owner.executeBlocking(() -> files.look(current), false).onComplete(looked -> {
            isLooking = false;
            if (looked.failed()) {
                log.error("Looking at the files of users and rights failed", looked.cause());
            } else if (looked.result() != null && !isClosed) {
                use(looked.result());
            }
        });
    }

    private void use(Snapshot newer) {
        boolean newUsers = newer.users() != snapshot.users();
        snapshot = newer;
        successes.clear();
        if (newUsers) {
            workers.use(newer.users());
        }
        List.copyOf(listeners).forEach(Runnable::run);
    }

    private static Future<User> refused(Reason reason) {
        return Future.failedFuture(new AuthRefused(reason));
    }

    private void checkOwner() {
        if (!owner.nettyEventLoop().inEventLoop()) {
            throw new IllegalStateException("Users belong to the event loop that opened them");
        }
    }
}
