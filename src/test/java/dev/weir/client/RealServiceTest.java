package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client with the services themselves, which are on disk. */
@Timeout(60)
class RealServiceTest {
    private static final int MESSAGES = 50;

    @TempDir
    Path dir;

    private final Clients.Notes notes = new Clients.Notes();
    private Services services;
    private WeirClient client;

    @BeforeEach
    void start() throws Exception {
        services = new Services(dir);
        services.queue(services.config().put("log", new JsonObject().put("segmentBytes", 32 << 20)));
        client = WeirClient.connect(ClientOptions.builder()
                .publishUrl(URI.create("wss://localhost:" + services.publisher(services.config()) + "/publish"))
                .subscribeUrl(URI.create("wss://localhost:" + services.subscriber(services.config()) + "/subscribe"))
                .credentials("hello", "test")
                .trust(Trust.anybody())
                .listener(notes)
                .build());
        for (int i = 1; i <= MESSAGES; i++) {
            publish(i);
        }
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        services.close();
    }

    private void publish(int number) throws Exception {
        Published published = Clients.get(client.publish(Publication.json("t/" + number % 2, "" + number)));
        assertEquals(number, published.offset());
    }

    private List<Integer> subscribe(String filter, From from) throws Exception {
        List<Integer> got = new CopyOnWriteArrayList<>();
        Clients.get(client.subscribe(filter, from, message -> got.add(number(message)))
                .started());
        return got;
    }

    private static int number(Message message) {
        return Integer.parseInt(new String(message.data(), StandardCharsets.UTF_8));
    }

    private static List<Integer> numbers(int from, int to, int step) {
        return new ArrayList<>(
                IntStream.iterate(from, n -> n <= to, n -> n + step).boxed().toList());
    }

    @Test
    void beginsWhereItIsToldToAndGoesOn() throws Exception {
        List<Integer> earliest = subscribe("#", From.earliest());
        List<Integer> offset = subscribe("t/+", From.offset(41, null));
        List<Integer> last = subscribe("t/1", From.last(3));
        List<Integer> time = subscribe("t/0", From.time(1));
        List<Integer> newest = subscribe("#", From.newest());
        publish(MESSAGES + 1);
        publish(MESSAGES + 2);
        Eventually.equal("earliest", numbers(1, MESSAGES + 2, 1), () -> earliest);
        Eventually.equal("offset", numbers(41, MESSAGES + 2, 1), () -> offset);
        Eventually.equal("last", numbers(MESSAGES - 5, MESSAGES + 1, 2), () -> last);
        Eventually.equal("time", numbers(2, MESSAGES + 2, 2), () -> time);
        Eventually.equal("newest", numbers(MESSAGES + 1, MESSAGES + 2, 1), () -> newest);
        assertEquals(List.of(), notes.gaps);
    }

    @Test
    void goesOnBehindAPositionThatSomebodyKept() throws Exception {
        List<Integer> first = new CopyOnWriteArrayList<>();
        Subscription subscription = client.subscribe("#", From.earliest(), message -> first.add(number(message)));
        Eventually.equal("all", numbers(1, MESSAGES, 1), () -> first);
        Eventually.until("handled", () -> subscription.position().offset() == MESSAGES);
        Position position = subscription.position();
        subscription.close();
        publish(MESSAGES + 1);
        List<Integer> rest = subscribe("#", From.after(position));
        Eventually.equal("the rest", numbers(MESSAGES + 1, MESSAGES + 1, 1), () -> rest);
        assertEquals(List.of(), notes.gaps);
    }

    @Test
    void isToldOfAnotherLifeAndGetsAllOfThisOne() throws Exception {
        List<Integer> got = subscribe("#", From.offset(49, "k3.0"));
        Eventually.equal("all", numbers(1, MESSAGES, 1), () -> got);
        Eventually.equal("gaps", 1, notes.gaps::size);
        assertEquals("epoch", notes.gaps.get(0).reason());
    }

    @Test
    void sharesWorkAndAcknowledgesItByHowHandlersEnd() throws Exception {
        List<Integer> handled = new CopyOnWriteArrayList<>();
        DeliveryHandler handler = delivery -> {
            int number = number(delivery.message());
            if (number == 7 && delivery.attempt() == 1) {
                throw new IllegalStateException("not yet");
            }
            if (number == 9) {
                throw Nack.dead("never");
            }
            handled.add(number);
            return CompletableFuture.completedFuture(null);
        };
        ConsumeOptions options = ConsumeOptions.builder("work")
                .filter("t/+")
                .from(From.earliest())
                .backoffMs(List.of(10))
                .build();
        List<Integer> dead = subscribe("$dead/work", From.newest());
        try (Consumption one = client.consume(options, handler)) {
            Clients.get(one.started());
            Eventually.until("all but the dead one", () -> handled.size() == MESSAGES - 1);
            Eventually.equal("dead", List.of(9), () -> dead);
        }
        List<Integer> expected = numbers(1, MESSAGES, 1);
        expected.remove(Integer.valueOf(9));
        assertEquals(expected, handled.stream().sorted().toList());
        Eventually.until("nothing left", () -> groups().stream().allMatch(g -> g.lag() == 0 && g.inFlight() == 0));
        Clients.get(client.deleteGroup("work"));
        assertEquals(List.of(), groups());
    }

    private List<GroupInfo> groups() {
        try {
            return Clients.get(client.groups());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
