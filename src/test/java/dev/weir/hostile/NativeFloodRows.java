package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.SocketException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Too much of it from native clients. */
abstract class NativeFloodRows {
    private static final int BATCH = 1_000;
    private static final int SUBSCRIPTIONS_MAX = 1_000;
    private static final long FLAT = 16 << 20;

    private static String batch(int first, IntFunction<String> frame) {
        return IntStream.range(first, first + BATCH).mapToObj(frame).collect(Collectors.joining(",", "[", "]"));
    }

    @Row(value = "H46", natively = true, logged = false)
    void takesTheSame10000TimesOnce(Server server) throws IOException {
        Stage stage = Stage.current();
        String topic = "hostile/same/" + server.service();
        try (NativeWs to = NativeWs.open(stage.subscriber());
                NativeWs from = NativeWs.open(stage.publisher())) {
            int subscribes = server.publishes() ? 1 : 10_000;
            int publishes = server.publishes() ? 10_000 : 1;
            String subscribe = "{\"type\":\"subscribe\",\"id\":5,\"filter\":\"" + topic + "\"}";
            if (subscribes == 1) {
                to.ask(subscribe, "subscribed");
            }
            for (int sent = 0; sent < subscribes - 1; sent += BATCH) {
                to.send(batch(0, i -> subscribe));
                for (int i = 0; i < BATCH; i++) {
                    to.expect("{\"type\":\"subscribed\",\"id\":5,", ",\"recovered\":true}");
                }
            }
            long producer = System.nanoTime(); // a name that no other run has had
            String publish = "{\"type\":\"publish\",\"id\":6,\"topic\":\"" + topic + "\",\"data\":1,\"producer\":\"p"
                    + producer + "\",\"seq\":1}";
            from.send(publish);
            from.expect("{\"type\":\"published\",\"id\":6,", ",\"duplicate\":false}");
            for (int sent = 1; sent < publishes; sent += BATCH) {
                from.send(batch(0, i -> publish));
                for (int i = 0; i < BATCH; i++) {
                    from.expect("{\"type\":\"published\",\"id\":6,", ",\"duplicate\":true}");
                }
            }
            from.publish(7, topic, "2");
            to.expect("{\"type\":\"message\",", ",\"data\":1}");
            to.expect("{\"type\":\"message\",", ",\"data\":2}");
        }
    }

    @Row(value = "H47", natively = true, logged = false)
    void boundsWhatOneClientMakesItKeep(Server server) throws IOException {
        long before = PlatformDependent.usedDirectMemory();
        try (NativeWs client = NativeWs.open(server)) {
            int taken = 0;
            for (int first = 0; first < 1_000_000; first += BATCH) {
                client.send(batch(first, i -> frame(server, i)));
                for (int i = 0; i < BATCH; i++) {
                    taken += taken(client.read()) ? 1 : 0;
                }
            }
            assertEquals(server.publishes() ? 1_000_000 : SUBSCRIPTIONS_MAX, taken);
            long grown = PlatformDependent.usedDirectMemory() - before;
            assertTrue(grown < FLAT, "memory grew by " + grown);
            client.goesOn();
        }
    }

    private static String frame(Server server, int i) {
        return server.publishes()
                ? "{\"type\":\"publish\",\"id\":1,\"topic\":\"hostile/" + i + "\",\"data\":1}"
                : "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"hostile/+/" + i + "\"}";
    }

    private static boolean taken(String answer) {
        boolean taken = answer.startsWith("{\"type\":\"published\",") || answer.startsWith("{\"type\":\"subscribed\",");
        assertTrue(taken || answer.startsWith("{\"type\":\"error\",\"id\":1,\"code\":403,"), answer);
        return taken;
    }

    @Row(value = "H51", natively = true)
    void cutsOffOneWhoAsksAndNeverReads(Server server) throws IOException {
        long before = PlatformDependent.usedDirectMemory();
        try (NativeWs client = NativeWs.openSmall(server, 4096)) {
            String thousand = batch(0, i -> "{\"type\":\"ping\",\"id\":\"" + "i".repeat(80) + "\"}");
            try {
                for (int i = 0; i < 300; i++) {
                    client.send(thousand);
                }
            } catch (SocketException e) {
                // Cut off already, which is looked at below.
            }
            long grown = PlatformDependent.usedDirectMemory() - before;
            assertTrue(grown < FLAT, "memory grew by " + grown);
            assertEquals(4001, client.ws().awaitClose(false).code());
        }
    }
}
