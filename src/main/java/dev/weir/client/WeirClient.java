package dev.weir.client;

import dev.weir.message.GroupAsk;
import dev.weir.message.TopicFilter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of Weir's native protocol. Connects by itself when something is published or subscribed: one connection for
 * all publishes, one for each subscription and each consumption, one for all calls about groups. After a loss it comes
 * back: what was not confirmed is sent again and stored once, a subscription goes on where it was or says what it did not
 * get, and a consumption joins its group again.
 *
 * <p>Any thread may use it. Handlers and the listener run on one thread, so a slow handler holds up the others; its
 * socket is then not read, and memory stays within {@link ClientOptions#readAheadBytesMax}. A handler may wait for a
 * publish. What hangs on a publish's future runs on another thread, and must not wait for another publish.
 */
public final class WeirClient implements AutoCloseable {
    private static final long CLOSE_MS_MAX = 2_000;

    private final ClientOptions options;
    private final Loop loop;
    private final ExecutorService calls;
    private final ExecutorService confirms;
    private final HttpClient http;
    private final Publisher publisher;
    private final Line publishing;
    private final GroupCalls groupCalls;
    private final Line grouping;
    /** Done before the loop can be shut down. */
    private final CompletableFuture<Void> groupsLeft = new CompletableFuture<>();

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Owned by the loop. */
    private final Map<Subscription, Line> subscribing = new HashMap<>();

    /** Owned by the loop. */
    private final Map<Consumption, Member> consuming = new HashMap<>();

    private WeirClient(ClientOptions options) {
        this.options = options;
        calls = single("weir-client-calls", false);
        confirms = single("weir-client-confirms", true);
        loop = new Loop(fault -> calls.execute(() -> options.listener().problem(fault)));
        http = HttpClient.newBuilder()
                .executor(loop)
                .sslContext(options.trust().context())
                .connectTimeout(Duration.ofMillis(options.connectTimeoutMs()))
                .build();
        Told told = new Told(options.listener(), ClientListener.Side.PUBLISH, calls);
        publisher = new Publisher(options, loop, confirms, told);
        publishing = new Line(options.publishUrl(), options, http, loop, told, publisher);
        Told toldOfGroups = new Told(options.listener(), ClientListener.Side.SUBSCRIBE, calls);
        groupCalls = new GroupCalls(options.publishTimeoutMs(), loop, confirms, toldOfGroups);
        grouping = new Line(options.subscribeUrl(), options, http, loop, toldOfGroups, groupCalls);
        loop.execute(() -> {
            publisher.use(publishing);
            groupCalls.use(grouping);
        });
    }

    /** The queues are bounded by what the client lets in: unconfirmed publishes, and bytes read ahead. */
    private static ExecutorService single(String name, boolean makesRoom) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                work -> new OwnThread(name, makesRoom, work),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Makes a client. Does not block and does not connect yet. */
    public static WeirClient connect(ClientOptions options) {
        return new WeirClient(options);
    }

    /** Publishes one JSON value; {@link #publish(Publication)} says how. */
    public CompletableFuture<Published> publish(String topic, String json) {
        return publish(Publication.json(topic, json));
    }

    /**
     * Publishes, in the order of the calls of one thread. Blocks only if the room for unconfirmed publishes is taken
     * and the options say to wait. (What the server refuses for the moment is sent again later, behind others.)
     *
     * @return done when the log has it, as safely as {@link Published#durability} says; else a {@link WeirException}
     */
    public CompletableFuture<Published> publish(Publication publication) {
        return publisher.publish(publication);
    }

    /**
     * Follows the topics that a filter matches ({@code +} for one level, a trailing {@code #} for the rest).
     *
     * @param handler gets each message once, in order; a message it throws on counts as handled
     * @throws IllegalArgumentException if it is no filter
     */
    public Subscription subscribe(String filter, From from, Consumer<Message> handler) {
        if (TopicFilter.parse(filter) == null) {
            throw new IllegalArgumentException("not a filter: levels by '/', '+' for one, a last '#' for the rest");
        }
        Subscription[] made = new Subscription[1];
        Subscription subscription = new Subscription(filter, () -> loop.execute(() -> end(made[0])));
        made[0] = subscription;
        Follower follower = new Follower(subscription, from, handler, options, loop, calls);
        Told told = new Told(options.listener(), ClientListener.Side.SUBSCRIBE, calls);
        Line line = new Line(options.subscribeUrl(), options, http, loop, told, follower);
        loop.execute(() -> {
            if (closed.isDone()) {
                subscription.failed(Publisher.closedHere());
            } else {
                subscribing.put(subscription, line);
                follower.use(line);
            }
        });
        return subscription;
    }

    /**
     * Consumes from a group, which is made if it is new. Each delivery is the message's for this member alone, until it is
     * answered: by how the handler ends. Leases are extended while a delivery is in hand and the connection stands. After
     * a lost connection it joins again; what was in hand is then delivered again, to whomever.
     *
     * @param handler is called for at most {@link ConsumeOptions#maxInFlight} deliveries at once
     */
    public Consumption consume(ConsumeOptions ask, DeliveryHandler handler) {
        Member[] made = new Member[1];
        Consumption consumption = new Consumption(ask, () -> loop.execute(() -> made[0].leave()), confirms);
        Told told = new Told(options.listener(), ClientListener.Side.SUBSCRIBE, calls);
        Member member = new Member(consumption, handler, options.publishTimeoutMs(), loop, calls, told);
        made[0] = member;
        Line line = new Line(options.subscribeUrl(), options, http, loop, told, member);
        loop.execute(() -> {
            if (closed.isDone()) {
                consumption.refused(Publisher.closedHere());
            } else {
                consuming.put(consumption, member);
                var unused = consumption.over().thenRun(() -> consuming.remove(consumption));
                member.use(line);
            }
        });
        if (loop.isShutdown()) {
            // It may have come too late for the loop.
            consumption.refused(Publisher.closedHere());
        }
        return consumption;
    }

    /** All groups whose filter the user may consume. Fails with a {@link WeirException}, as all calls about groups. */
    public CompletableFuture<List<GroupInfo>> groups() {
        return groupsOf(null);
    }

    /** That group alone; an empty list, or a failure with 404, if there is none. */
    public CompletableFuture<List<GroupInfo>> groups(String name) {
        return groupsOf(name);
    }

    private CompletableFuture<List<GroupInfo>> groupsOf(@Nullable String name) {
        return groupCalls
                .ask((id, epoch) -> GroupFrames.groups(id, name), false)
                .thenApply(answer -> answer instanceof ServerFrame.Groups list ? list.groups() : List.of());
    }

    /** Changes a group's settings; not its filter and mode, which stay as they are. */
    public CompletableFuture<Void> alterGroup(GroupAsk ask) {
        return groupCalls.ask((id, epoch) -> GroupFrames.alter(id, ask), true).thenAccept(answer -> {});
    }

    /**
     * Moves a group to another place of the log; what it has in flight is forgotten.
     *
     * @return the offset it begins at
     */
    public CompletableFuture<Long> resetGroup(String name, From from) {
        ConsumeOptions.checkFrom(from);
        return groupCalls
                .ask((id, epoch) -> GroupFrames.reset(id, name, from, epoch), true)
                .thenApply(answer -> answer instanceof ServerFrame.GroupChanged changed ? changed.offset() : -1L);
    }

    /** Deletes a group with all it knows; its members' consumptions fail. */
    public CompletableFuture<Void> deleteGroup(String name) {
        return groupCalls
                .ask((id, epoch) -> GroupFrames.leave(id, name, true), true)
                .thenAccept(answer -> {});
    }

    private void end(Subscription subscription) {
        Line line = subscribing.remove(subscription);
        if (line != null) {
            var unused = line.close();
        }
    }

    /**
     * Leaves groups as {@link Consumption#leave} does, then closes the connections and ends the threads. What is not
     * confirmed by then fails with {@link WeirException#CLOSED}: wait for the futures before. Blocks until consumptions
     * have left and 2 s at most, and not at all on the client's own threads.
     */
    @Override
    public void close() {
        loop.execute(this::leaveGroups);
        if (OwnThread.isOne()) {
            return;
        }
        try {
            groupsLeft.get();
            closed.get(CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            loop.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each has its own limit of time. */
    private void leaveGroups() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        List.copyOf(consuming.values()).forEach(Member::leave);
        consuming.keySet().forEach(consumption -> ends.add(consumption.over()));
        var unused = CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .whenCompleteAsync(
                        (nothing, problem) -> {
                            groupsLeft.complete(null);
                            closeAll();
                        },
                        loop);
    }

    private void closeAll() {
        List.copyOf(consuming.values()).forEach(member -> member.failed(Publisher.closedHere()));
        groupCalls.failed(Publisher.closedHere());
        publisher.failed(Publisher.closedHere());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        ends.add(publishing.close());
        ends.add(grouping.close());
        subscribing.forEach((subscription, line) -> {
            ends.add(line.close());
            subscription.close();
        });
        subscribing.clear();
        var unused = CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .whenComplete((nothing, problem) -> {
                    calls.shutdown();
                    confirms.shutdown();
                    loop.shutdown();
                    closed.complete(null);
                });
    }
}
