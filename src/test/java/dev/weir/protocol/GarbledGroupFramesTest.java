package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weir.message.GroupAsk;
import dev.weir.message.GroupCodec;
import dev.weir.message.GroupSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GarbledGroupFramesTest {
    /** 100,000 frames with some bytes changed, put in or left out: what is read of them a link can carry, and a queue can hold. */
    @Test
    void whatIsReadOfGarbledFramesIsWithinTheLimits() throws Exception {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<String> golden = new ArrayList<>();
        for (String name : NativeGolden.names("client")) {
            golden.add(NativeGolden.text("client/" + name + ".json"));
        }
        String odd = "{}[]\",:0123456789.-\\utrue$/+#";
        NativeReader reader = new NativeReader();
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder message = new StringBuilder(golden.get(random.nextInt(golden.size())));
            for (int n = random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(message.length());
                char c = odd.charAt(random.nextInt(odd.length()));
                int end = at + random.nextInt(2);
                message.replace(at, end, random.nextInt(3) == 0 ? "" : String.valueOf(c));
            }
            try {
                byte[] bytes = message.toString().getBytes(UTF_8);
                reader.start(bytes, 0, bytes.length);
                for (ClientFrame frame = reader.next(); frame != null; frame = reader.next()) {
                    read += frame instanceof ClientFrame.OfGroups ? 1 : 0;
                    holds(frame);
                }
            } catch (RuntimeException | AssertionError e) {
                fail("weir.seed " + seed + ": " + message, e);
            }
        }
        assertTrue(read > 10_000, read + " frames about groups");
    }

    private static void holds(ClientFrame frame) {
        if (frame instanceof ClientFrame.Consume consume) {
            assertTrue(consume.maxInFlight() >= 1 && consume.maxInFlight() <= 10_000);
            assertTrue(!(consume.from() instanceof StartFrom.Last));
            carried(consume.ask());
        } else if (frame instanceof ClientFrame.AlterGroup alter) {
            carried(alter.ask());
            assertNull(alter.ask().filter());
            assertNull(alter.ask().mode());
        } else if (frame instanceof ClientFrame.Settle settle) {
            assertTrue(GroupSettings.isName(settle.group()));
            assertEquals(settle.tags().isEmpty(), settle.upTo() > 0);
            assertTrue(settle.tags().stream().allMatch(tag -> tag >= 1));
            assertTrue(settle.ms() >= (settle.verb() == Verb.EXTEND ? 100 : -1));
        } else if (frame instanceof ClientFrame.ResetGroup reset) {
            assertTrue(!(reset.from() instanceof StartFrom.Last));
        }
    }

    private static void carried(GroupAsk ask) {
        ByteBuf bytes = Unpooled.buffer();
        GroupCodec.write(ask, bytes);
        assertEquals(ask, GroupCodec.ask(bytes));
    }
}
