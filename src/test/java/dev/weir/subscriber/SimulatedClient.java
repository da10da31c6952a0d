package dev.weir.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.web.LooseConnections;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A native client and what it has to get: complains of whatever is not as promised. */
final class SimulatedClient {
    final NativeSubscribeSession session;
    private final Map<String, Long> holds = new HashMap<>();
    private final TreeMap<Long, Integer> got = new TreeMap<>();
    private final TreeSet<Long> excused = new TreeSet<>();
    private final List<String> wrong;
    private long last;
    private long lastMark;
    private boolean fills;
    int gaps;

    SimulatedClient(NativeSubscribeSession session, List<String> wrong) {
        this.session = session;
        this.wrong = wrong;
    }

    void says(String frame) {
        ByteBuf buf = Unpooled.wrappedBuffer(frame.getBytes(UTF_8));
        session.message(true, buf, 0, buf.readableBytes());
    }

    /** From now on, until it is told to take again, its socket may fill up with any write. */
    void fillsUp(Random random) {
        Channel channel = session.connection().channel();
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
                ctx.write(msg, promise);
                if (fills && random.nextInt(3) == 0) {
                    LooseConnections.takes(session.connection(), false);
                }
            }
        });
        fills = true;
    }

    void takesAll() {
        fills = false;
        takes(true);
    }

    void takes(boolean takes) {
        LooseConnections.takes(session.connection(), takes);
    }

    void reads() {
        LooseConnections.settle(session.connection());
        for (String text : LooseConnections.texts(session.connection())) {
            reads(new JsonObject(text));
        }
    }

    private void reads(JsonObject frame) {
        switch (frame.getString("type")) {
            case "subscribed" -> {
                holds.put(frame.getString("filter"), frame.getLong("offset"));
                last = Math.min(last, frame.getLong("offset") - 1);
                lastMark = Math.min(lastMark, last);
            }
            case "unsubscribed" -> holds.remove(frame.getString("filter"));
            case "message" -> message(frame.getLong("offset"), frame.getString("topic"));
            case "gap" -> {
                gaps++;
                for (long o = frame.getLong("from"); o <= frame.getLong("to"); o++) {
                    excused.add(o);
                }
            }
            case "mark" -> lastMark = frame.getLong("offset");
            case "welcome" -> {}
            default -> wrong.add("unexpected " + frame);
        }
    }

    private void message(long offset, String topic) {
        if (offset <= last) {
            wrong.add(offset + " behind " + last);
        }
        if (offset <= lastMark) {
            wrong.add(offset + " behind the mark " + lastMark);
        }
        last = offset;
        got.merge(offset, 1, Integer::sum);
        if (holds.entrySet().stream().noneMatch(f -> offset >= f.getValue() && matches(f.getKey(), topic))) {
            wrong.add(offset + " on " + topic + " for nothing it asked for: " + holds);
        }
    }

    private static boolean matches(String filter, String topic) {
        return TopicFilter.parse(filter).matches(Topic.parse(topic));
    }

    /** All that its subscriptions promise has come by now; once, if it has never given one up. */
    void check(List<String> topics, boolean once) {
        for (int offset = 1; offset < topics.size(); offset++) {
            long at = offset;
            String topic = topics.get(offset);
            boolean due = holds.entrySet().stream().anyMatch(f -> at >= f.getValue() && matches(f.getKey(), topic));
            int times = got.getOrDefault(at, 0);
            if (due && times == 0 && !excused.contains(at)) {
                wrong.add(offset + " on " + topic + " never came; holds " + holds);
            }
            if (once && times > 1) {
                wrong.add(offset + " came " + times + " times");
            }
        }
    }

    List<String> held() {
        return new ArrayList<>(holds.keySet());
    }
}
