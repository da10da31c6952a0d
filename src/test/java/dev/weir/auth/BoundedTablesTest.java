package dev.weir.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.auth.Fingerprints.Fingerprint;
import dev.weir.auth.Throttle.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cache of successes, the throttle and the queue, each by itself. */
class BoundedTablesTest {
    private static final Source SOURCE = new Source("10.0.0.1", "hello");

    @Test
    void remembersASuccessUntilItsTimeIsOver() {
        SuccessCache cache = new SuccessCache(10, 100);
        cache.put(login(1), 0);
        assertTrue(cache.has(login(1), 99));
        assertFalse(cache.has(login(1), 100));
        assertFalse(cache.has(login(2), 0));
    }

    @Test
    void forgetsTheOldestSuccessWhenFull() {
        SuccessCache cache = new SuccessCache(3, 100);
        for (int i = 0; i < 1000; i++) {
            cache.put(login(i), 0);
        }
        assertEquals(3, cache.size());
        assertTrue(cache.has(login(999), 0) && cache.has(login(997), 0));
        assertFalse(cache.has(login(996), 0));
    }

    @Test
    void remembersNothingWhenToldSo() {
        SuccessCache cache = new SuccessCache(10, 0);
        cache.put(login(1), 5);
        assertFalse(cache.has(login(1), 5));
    }

    @Test
    void throttlesForAMinuteFromTheFirstFailure() {
        Throttle throttle = new Throttle(10, 2);
        throttle.charge(SOURCE, 0);
        assertFalse(throttle.isOver(SOURCE, 0));
        throttle.charge(SOURCE, 30_000);
        assertTrue(throttle.isOver(SOURCE, 59_999));
        assertFalse(throttle.isOver(SOURCE, 60_000));
        throttle.charge(SOURCE, 60_000);
        assertFalse(throttle.isOver(SOURCE, 60_001));
    }

    @Test
    void givesBackWhatTurnedOutRight() {
        Throttle throttle = new Throttle(10, 2);
        for (int i = 0; i < 100; i++) {
            throttle.charge(SOURCE, 0);
            throttle.giveBack(SOURCE);
        }
        assertFalse(throttle.isOver(SOURCE, 0));
        assertEquals(0, throttle.size());
    }

    @Test
    void tellsAddressesAndUsersApart() {
        Throttle throttle = new Throttle(10, 1);
        throttle.charge(SOURCE, 0);
        assertTrue(throttle.isOver(SOURCE, 0));
        assertFalse(throttle.isOver(new Source("10.0.0.2", "hello"), 0));
        assertFalse(throttle.isOver(new Source("10.0.0.1", "other"), 0));
    }

    @Test
    void boundsTheTableOfFailures() {
        Throttle throttle = new Throttle(100, 1);
        for (int i = 0; i < 10_000; i++) {
            throttle.charge(new Source("10.0.0.1", "u" + i), i);
        }
        assertEquals(100, throttle.size());
        throttle.charge(SOURCE, 200_000);
        assertEquals(1, throttle.size());
    }

    @Test
    void letsAddressesTakeTurns() {
        LoginQueue queue = new LoginQueue(10, 10);
        for (String address : List.of("a", "a", "a", "b", "b", "c")) {
            queue.offer(waiting(address));
        }
        List<String> order = new ArrayList<>();
        for (Login next = queue.poll(); next != null; next = queue.poll()) {
            order.add(next.address());
        }
        assertEquals(List.of("a", "b", "c", "a", "b", "a"), order);
    }

    @Test
    void boundsTheQueueInAllAndPerAddress() {
        LoginQueue queue = new LoginQueue(3, 2);
        assertTrue(queue.offer(waiting("a")) && queue.offer(waiting("a")));
        assertFalse(queue.offer(waiting("a")));
        assertTrue(queue.offer(waiting("b")));
        assertFalse(queue.offer(waiting("c")));
        assertEquals(3, queue.drain().size());
        assertNull(queue.poll());
        assertTrue(queue.offer(waiting("a")));
    }

    @Test
    void fingerprintsUnderAKeyOfItsOwn() {
        Fingerprints fingerprints = new Fingerprints();
        Credentials credentials = new Credentials("ab", "c");
        assertEquals(fingerprints.of(credentials), fingerprints.of(new Credentials("ab", "c")));
        assertNotEquals(fingerprints.of(credentials), fingerprints.of(new Credentials("a", "bc")));
        assertNotEquals(fingerprints.of(credentials), new Fingerprints().of(credentials));
        assertEquals(fingerprints.pick("x", 7), fingerprints.pick("x", 7));
    }

    private static Fingerprint login(long n) {
        return new Fingerprint(n, 0, 0, 0);
    }

    private static Login waiting(String address) {
        return new Login(login(0), new Credentials("u", "p"), address);
    }
}
