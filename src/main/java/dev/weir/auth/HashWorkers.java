package dev.weir.auth;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.auth.htpasswd.HtpasswdAuth;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the hashing off the event loop. All fields are the event loop's; a worker gets a login and one idle
 * {@link HtpasswdAuth} to itself and gives back a verdict.
 */
final class HashWorkers {
    static final int LOGINS_MAX = 1024;
    static final int LOGINS_PER_ADDRESS_MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(HashWorkers.class);

    enum Verdict {
        RIGHT,
        WRONG,
        /** The check itself failed. */
        NONE
    }

    private final WorkerExecutor pool;
    private final Fingerprints fingerprints;
    private final BiConsumer<Login, Verdict> onVerdict;
    private final LoginQueue queue = new LoginQueue(LOGINS_MAX, LOGINS_PER_ADDRESS_MAX);
    private final Deque<HtpasswdAuth> idle = new ArrayDeque<>();
    private UserTable table;
    private long started;
    private boolean isPumping;

    /** @param onVerdict called on the event loop, once for each login that was taken and not given back by {@link #close} */
    HashWorkers(WorkerExecutor pool, Fingerprints fingerprints, UserTable table, BiConsumer<Login, Verdict> onVerdict) {
        this.pool = pool;
        this.fingerprints = fingerprints;
        this.onVerdict = onVerdict;
        this.table = table;
        idle.addAll(table.auths());
    }

    /** False when too many wait, in all or from this address. */
    boolean offer(Login login) {
        boolean taken = queue.offer(login);
        pump();
        return taken;
    }

    /** From now on by this reading of the file; what is being checked by the one before will be checked again. */
    void use(UserTable newTable) {
        table = newTable;
        idle.clear();
        idle.addAll(newTable.auths());
        pump();
    }

    /** How many checks were begun; for tests and metrics. */
    long started() {
        return started;
    }

    /** Gives back nothing that runs: its verdict is dropped. */
    Future<Void> close() {
        idle.clear();
        queue.drain();
        return pool.close();
    }

    private void pump() {
        if (isPumping) {
            return; // a verdict came at once, inside run below: the loop goes on with what it gave back
        }
        isPumping = true;
        while (!idle.isEmpty()) {
            Login login = queue.poll();
            if (login == null) {
                break;
            }
            run(login, idle.pop());
        }
        isPumping = false;
    }

    private void run(Login login, HtpasswdAuth auth) {
        UserTable judge = table;
        started++;
        pool.executeBlocking(() -> judge.isRight(auth, login.credentials(), fingerprints), false)
                .onComplete(result -> done(login, auth, judge, result));
    }

    private void done(Login login, HtpasswdAuth auth, UserTable judge, AsyncResult<Boolean> result) {
        if (judge != table) {
            // Judged by a file that is no longer the one; its auth goes with it.
            if (!queue.offer(login)) {
                onVerdict.accept(login, Verdict.NONE);
            }
            pump();
            return;
        }
        idle.push(auth);
        if (result.failed()) {
            log.error(
                    "A login could not be checked: {}",
                    result.cause().getClass().getName());
        }
        onVerdict.accept(login, verdict(result));
        pump();
    }

    private static Verdict verdict(AsyncResult<Boolean> result) {
        if (result.failed()) {
            return Verdict.NONE;
        }
        return result.result() ? Verdict.RIGHT : Verdict.WRONG;
    }
}
