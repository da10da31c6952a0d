package dev.weir.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of a subscription, on a connection of its own: asks again after each loss from the place reached,
 * drops what it has seen, looks for holes, and hands on to the thread for calls, at most so much ahead of it as the
 * options say. Owned by the loop, but for {@link #handOn}.
 */
final class Follower implements LineUser {
    private final Subscription subscription;
    private final From from;
    private final Consumer<Message> handler;
    private final ClientOptions options;
    private final Executor loop;
    private final Executor calls;
    private final Continuity continuity = new Continuity();

    private @Nullable Line line;
    private boolean subscribed;
    private boolean streaming;
    private long requestId;
    private String epoch = "";
    /** Everything up to here has been received, announced as missing, or is known not to match. */
    private long seen;

    private long askedAgainFor;
    private long waitingSize;

    Follower(
            Subscription subscription,
            From from,
            Consumer<Message> handler,
            ClientOptions options,
            Executor loop,
            Executor calls) {
        this.subscription = subscription;
        this.from = from;
        this.handler = handler;
        this.options = options;
        this.loop = loop;
        this.calls = calls;
    }

    void use(Line way) {
        line = way;
        way.start();
    }

    @Override
    public void opened(ServerFrame.Welcome welcome) {
        From place = subscribed ? From.offset(seen + 1, epoch) : from;
        if (line != null) {
            line.send(ClientFrames.subscribe(++requestId, subscription.filter(), place, welcome.epoch()));
        }
    }

    @Override
    public void received(List<ServerFrame> frames, int size) {
        List<Runnable> due = new ArrayList<>(frames.size());
        for (ServerFrame frame : frames) {
            if (!take(frame, due)) {
                break;
            }
        }
        waitingSize += size;
        calls.execute(() -> handOn(due, size));
    }

    /** False: the rest of the frames is not wanted any more. */
    private boolean take(ServerFrame frame, List<Runnable> due) {
        if (frame instanceof ServerFrame.Arrived arrived) {
            return !streaming || arrived(arrived.message(), due);
        } else if (frame instanceof ServerFrame.Mark mark) {
            seen = streaming ? Math.max(seen, mark.offset()) : seen;
            reached(due);
        } else if (frame instanceof ServerFrame.Missing missing) {
            continuity.announced(missing.gap());
            seen = Math.max(seen, missing.gap().to());
            tell(missing.gap(), due);
            reached(due);
        } else if (frame instanceof ServerFrame.Subscribed reply) {
            subscribed(reply, due);
        } else if (frame instanceof ServerFrame.Failure failure) {
            return failure(failure, due);
        }
        return true;
    }

    private void subscribed(ServerFrame.Subscribed reply, List<Runnable> due) {
        Gap gap = reply.gap();
        streaming = true;
        boolean other = !epoch.equals(reply.epoch()) || reply.offset() <= seen;
        if (!subscribed || (!reply.recovered() && other)) {
            // The first time, another log, or one that ends before what we have seen: nothing before it counts.
            continuity.start(reply.offset());
            seen = reply.offset() - 1;
        } else {
            seen = Math.max(seen, reply.offset() - 1);
        }
        epoch = reply.epoch();
        if (gap != null && !reply.recovered()) {
            continuity.announced(gap);
            tell(gap, due);
        }
        Position place = new Position(seen, epoch);
        boolean first = !subscribed;
        subscribed = true;
        due.add(() -> {
            if (first) {
                subscription.startedAt(place);
            } else {
                subscription.handled(place);
            }
        });
    }

    private boolean arrived(Message message, List<Runnable> due) {
        if (message.offset() <= seen) {
            return true;
        }
        if (continuity.provesLoss(message)) {
            if (message.prev() > seen && askedAgainFor != message.prev() && line != null) {
                // It may still be had: ask again from where all is well. Once, lest this go on for ever.
                askedAgainFor = message.prev();
                line.again("the message at " + message.prev() + " is missing");
                return false;
            }
            tell(new Gap(message.prev(), message.prev(), Gap.MISSED), due);
        }
        continuity.saw(message);
        seen = message.offset();
        Position place = new Position(seen, epoch);
        due.add(() -> {
            handle(message);
            subscription.handled(place);
        });
        return true;
    }

    private boolean failure(ServerFrame.Failure failure, List<Runnable> due) {
        WeirException why = failure.problem();
        if (failure.id() != requestId || line == null) {
            due.add(() -> options.listener().problem(why));
            return true;
        }
        if (why.isRetryable()) {
            line.retry(why);
        } else {
            var unused = line.close();
            subscription.failed(why);
        }
        return false;
    }

    private void reached(List<Runnable> due) {
        Position place = new Position(seen, epoch);
        due.add(() -> subscription.handled(place));
    }

    private void tell(Gap gap, List<Runnable> due) {
        due.add(() -> options.listener().gap(subscription.filter(), gap));
    }

    /** On the thread for calls. */
    private void handOn(List<Runnable> due, int size) {
        try {
            for (Runnable one : due) {
                if (!subscription.isClosed()) {
                    one.run();
                }
            }
        } finally {
            // Also if a listener throws: else the socket would never be read again.
            loop.execute(() -> handledOnce(size));
        }
    }

    private void handledOnce(int size) {
        waitingSize -= size;
        if (line != null && hasRoom()) {
            line.readOn();
        }
    }

    /** A handler that throws has seen the message all the same: it is told once and not again. */
    private void handle(Message message) {
        try {
            handler.accept(message);
        } catch (RuntimeException e) {
            options.listener().problem(e);
        }
    }

    @Override
    public boolean hasRoom() {
        return waitingSize < options.readAheadBytesMax();
    }

    @Override
    public void lost() {
        streaming = false;
    }

    @Override
    public void failed(WeirException why) {
        streaming = false;
        subscription.failed(why);
    }
}
