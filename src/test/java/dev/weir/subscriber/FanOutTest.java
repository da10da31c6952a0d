package dev.weir.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.web.LooseConnections;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private final Audience audience = new Audience();

    @BeforeEach
    void open() {
        audience.link();
    }

    @AfterEach
    void close() {
        audience.close();
    }

    @Test
    void givesEveryMemberOfACohortTheSameBytes() {
        List<Audience.Client> clients = List.of(audience.client("a"), audience.client("a"), audience.client("a"));
        audience.comes("a", "a");
        List<Long> addresses = new ArrayList<>();
        for (Audience.Client client : clients) {
            List<ByteBuf> written = client.written();
            assertEquals(1, written.size(), "one buffer for the turn");
            addresses.add(written.get(0).memoryAddress() + written.get(0).readerIndex());
            written.forEach(ByteBuf::release);
        }
        assertEquals(1, addresses.stream().distinct().count());
    }

    @Test
    void givesEachClientExactlyItsTopicsInOrder() {
        Audience.Client a = audience.client("a");
        Audience.Client ab = audience.client("a", "b");
        Audience.Client c = audience.client("c");
        Audience.Client none = audience.client();
        audience.comes("a", "b", "a", "c", "", "b");
        audience.comes("d", "a");
        assertEquals(List.of("a", "a", "a"), a.got());
        assertEquals(List.of("a", "b", "a", "b", "a"), ab.got());
        assertEquals(List.of("c"), c.got());
        assertEquals(List.of(), none.got());
    }

    @Test
    void putsClientsWithTheSameTopicsIntoOneCohortWhateverTheirOrder() {
        Audience.Client one = audience.client("a", "b");
        Audience.Client two = audience.client("b", "a");
        audience.comes("a", "x", "b");
        ByteBuf first = one.written().get(0);
        ByteBuf second = two.written().get(0);
        assertEquals(first.memoryAddress(), second.memoryAddress());
        first.release();
        second.release();
    }

    /** Whoever changes its topics within a turn still gets what came for the old ones before. */
    @Test
    void losesNothingWhenAClientSubscribesToMoreInTheSameTurn() {
        Audience.Client client = audience.client("a");
        audience.comes("a");
        client.says("sub b");
        audience.comes("b", "a");
        assertEquals(List.of("a", "b", "a"), client.got());
    }

    @Test
    void losesNothingWhenAClientUnsubscribesInTheSameTurn() {
        Audience.Client client = audience.client("a", "b");
        audience.comes("a", "b");
        client.says("unsub b");
        audience.comes("a", "b");
        assertEquals(List.of("a", "b", "a"), client.got());
    }

    @Test
    void sendsNothingMoreOfATopicAfterItsUnsub() {
        Audience.Client client = audience.client("a");
        client.says("unsub a");
        audience.comes("a");
        assertEquals(List.of(), client.got());
    }

    @Test
    void goesOnForTheOthersWhenAMemberLeavesWhileAMessageIsOnItsWay() {
        Audience.Client first = audience.client("a");
        Audience.Client leaver = audience.client("a");
        Audience.Client last = audience.client("a");
        audience.comes("a");
        LooseConnections.drop(leaver.connection);
        audience.comes("a");
        assertEquals(List.of("a", "a"), first.got());
        assertEquals(List.of("a", "a"), last.got());
        assertTrue(audience.cohorts.isWanted(new byte[] {'a'}));
        LooseConnections.drop(first.connection);
        LooseConnections.drop(last.connection);
        assertFalse(audience.cohorts.isWanted(new byte[] {'a'}));
    }

    @Test
    void cutsOffOnlyTheOneWhoDoesNotRead() {
        Audience.Client slow = audience.new Client(10, "a");
        Audience.Client good = audience.client("a");
        slow.connection.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        audience.comes("a", "a", "a", "a", "a", "a");
        assertEquals(6, good.got().size());
        assertFalse(slow.connection.isOpen());
        audience.comes("a");
        assertEquals(List.of("a"), good.got());
    }

    @Test
    void handsOutSlicesOfAtMost32KiB() {
        Audience.Client client = audience.client("a");
        for (int i = 0; i < 100; i++) {
            audience.comes("a", 1_000);
        }
        List<ByteBuf> written = client.written();
        assertTrue(written.size() >= 4, () -> "written in " + written.size());
        int bytes = 0;
        for (ByteBuf buf : written) {
            assertTrue(buf.readableBytes() <= FanOut.SLICE_BYTES);
            bytes += buf.readableBytes();
            buf.release();
        }
        assertEquals(100 * (1_000 + 4), bytes);
    }

    @Test
    void handsOutOneLargeMessageWholeAndAlone() {
        Audience.Client client = audience.client("a");
        audience.comes("a");
        audience.comes("a", 200_000);
        audience.comes("a");
        List<Integer> sizes = new ArrayList<>();
        for (ByteBuf buf : client.written()) {
            sizes.add(buf.readableBytes());
            buf.release();
        }
        assertEquals(List.of(3, 200_010, 3), sizes);
    }
}
