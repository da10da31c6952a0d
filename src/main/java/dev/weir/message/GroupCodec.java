package dev.weir.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Group settings as bytes, on links and in the log alike; integers are big-endian.
 *
 * <pre>
 *   u8 length and name, u8 length and filter (0 = nothing said), u8 mode (0), u32 leaseMs (0), u32 maxAttempts (0),
 *   u8 backoffs (255), each u32, u8 length and deadLetter (0)
 * </pre>
 */
public final class GroupCodec {
    private static final int NOT_SAID = 255;

    private GroupCodec() {}

    public static void write(GroupSettings settings, ByteBuf out) {
        write(GroupAsk.of(settings), out);
    }

    public static void write(GroupAsk ask, ByteBuf out) {
        string(ask.name(), out);
        string(ask.filter(), out);
        out.writeByte(ask.mode() == null ? 0 : ask.mode().number());
        out.writeInt(ask.leaseMs() == null ? 0 : ask.leaseMs());
        out.writeInt(ask.maxAttempts() == null ? 0 : ask.maxAttempts());
        List<Integer> backoff = ask.backoffMs();
        out.writeByte(backoff == null ? NOT_SAID : backoff.size());
        if (backoff != null) {
            backoff.forEach(out::writeInt);
        }
        string(ask.deadLetter(), out);
    }

    private static void string(@Nullable Object text, ByteBuf out) {
        byte[] bytes = text == null ? new byte[0] : text.toString().getBytes(UTF_8);
        out.writeByte(bytes.length).writeBytes(bytes);
    }

    /** Null when the next bytes are none, or cut short. */
    public static @Nullable GroupAsk ask(ByteBuf in) {
        GroupAsk ask = any(in);
        return ask != null && GroupSettings.isName(ask.name()) ? ask : null;
    }

    /** Whatever the name is. */
    private static @Nullable GroupAsk any(ByteBuf in) {
        try {
            String name = string(in);
            String filter = string(in);
            int mode = in.readByte();
            int leaseMs = in.readInt();
            int maxAttempts = in.readInt();
            int backoffs = in.readUnsignedByte();
            List<Integer> backoffMs = backoffs == NOT_SAID ? null : backoffs(in, backoffs);
            String deadLetter = string(in);
            GroupAsk ask = new GroupAsk(
                    name,
                    TopicFilter.parse(filter),
                    GroupMode.of(mode),
                    leaseMs == 0 ? null : leaseMs,
                    maxAttempts == 0 ? null : maxAttempts,
                    backoffMs,
                    Topic.parse(deadLetter));
            boolean read = (ask.filter() == null) == filter.isEmpty()
                    && (ask.mode() == null) == (mode == 0)
                    && (ask.deadLetter() == null) == deadLetter.isEmpty();
            return read && isWithinLimits(ask) ? ask : null;
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Null when the next bytes are none, cut short, or leave something unsaid. */
    public static @Nullable GroupSettings settings(ByteBuf in) {
        return whole(ask(in));
    }

    /** As {@link #settings}, of a group that may also be {@link GroupSettings#POP}. */
    public static @Nullable GroupSettings listed(ByteBuf in) {
        GroupAsk ask = any(in);
        String name = ask == null ? "" : ask.name();
        return GroupSettings.isAnyName(name) ? whole(ask) : null;
    }

    private static @Nullable GroupSettings whole(@Nullable GroupAsk ask) {
        GroupSettings settings = ask == null ? null : ask.settings();
        return settings == null || !GroupAsk.of(settings).equals(ask) ? null : settings;
    }

    private static boolean isWithinLimits(GroupAsk ask) {
        List<Integer> backoff = ask.backoffMs();
        return isIn(ask.leaseMs(), GroupSettings.LEASE_MS_MIN, GroupSettings.LEASE_MS_MAX)
                && isIn(ask.maxAttempts(), 1, GroupSettings.ATTEMPTS_MAX)
                && (backoff == null || backoff.size() <= GroupSettings.BACKOFFS_MAX)
                && (backoff == null || backoff.stream().allMatch(ms -> isIn(ms, 0, GroupSettings.DELAY_MS_MAX)))
                && (ask.deadLetter() == null || GroupSettings.isDeadLetter(ask.deadLetter()));
    }

    private static boolean isIn(@Nullable Integer value, int min, int max) {
        return value == null || (value >= min && value <= max);
    }

    private static List<Integer> backoffs(ByteBuf in, int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(in.readInt());
        }
        return all;
    }

    private static String string(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedByte(), UTF_8).toString();
    }
}
