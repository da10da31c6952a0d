package dev.weir.auth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Logins that wait for a worker. Addresses take turns, so who floods us with guesses delays nobody else by more than one
 * of them; within an address the order is kept. Owned by one event loop.
 */
final class LoginQueue {
    private final int loginsMax;
    private final int perAddressMax;
    /** Lanes are never empty; the first is the next to be served. */
    private final Map<String, Queue<Login>> lanes = new LinkedHashMap<>();

    private int size;

    LoginQueue(int loginsMax, int perAddressMax) {
        this.loginsMax = loginsMax;
        this.perAddressMax = perAddressMax;
    }

    /** False when there is no room. */
    boolean offer(Login login) {
        Queue<Login> lane = lanes.get(login.address());
        if (size >= loginsMax || (lane != null && lane.size() >= perAddressMax)) {
            return false;
        }
        lanes.computeIfAbsent(login.address(), a -> new ArrayDeque<>()).add(login);
        size++;
        return true;
    }

    @Nullable
    Login poll() {
        Iterator<Map.Entry<String, Queue<Login>>> first = lanes.entrySet().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Map.Entry<String, Queue<Login>> entry = first.next();
        String address = entry.getKey();
        Queue<Login> lane = entry.getValue();
        first.remove();
        Login login = lane.remove();
        size--;
        if (!lane.isEmpty()) {
            lanes.put(address, lane);
        }
        return login;
    }

    List<Login> drain() {
        List<Login> all = new ArrayList<>();
        lanes.values().forEach(all::addAll);
        lanes.clear();
        size = 0;
        return all;
    }
}
