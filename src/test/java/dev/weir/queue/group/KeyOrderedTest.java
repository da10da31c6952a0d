package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the messages with one key one is in flight, and the others wait in their order. */
class KeyOrderedTest {
    private final GroupBench bench = new GroupBench();
    private final Group group = bench.keyOrdered();
    private final Member one = bench.join(1, 10);

    @Test
    void deliversOneOfEachKeyAtATime() {
        bench.publish("a:k", "a:k", "a:l", "b:k", "a:l");
        assertEquals(List.of("1 gets 1 #1", "1 gets 3 #2"), bench.run());
        assertEquals(3, group.parked());
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 2 #3"), bench.run());
        bench.ack(one, 3L, 2L);
        assertEquals(List.of("settled 1/3", "1 gets 4 #4", "1 gets 5 #5"), bench.run());
        assertEquals(0, group.parked());
    }

    @Test
    void messagesWithoutAKeyHaveNoOrder() {
        bench.publish("a", "a:k", "a", "a:k");
        assertEquals(List.of("1 gets 1 #1", "1 gets 2 #2", "1 gets 3 #3"), bench.run());
    }

    @Test
    void aFailingMessageKeepsThoseOfItsKeyWaitingAndNobodyElse() {
        bench.publish("a:k", "a:k", "a:l");
        bench.run();
        bench.nack(one, -1, false, 1L);
        bench.ack(one, 2L);
        bench.publish("a:l", "a:k");
        assertEquals(List.of("settled 1/1", "settled 1/2", "1 gets 4 #3"), bench.run());
        assertEquals(2, group.parked());
        assertEquals(1, group.delayed());
        bench.after(100);
        assertEquals(List.of("1 gets 1 #4 x2 again"), bench.run());
        bench.ack(one, 4L);
        assertEquals(List.of("settled 1/4", "1 gets 2 #5"), bench.run());
    }

    @Test
    void aDeadLetterFreesItsKey() {
        bench.publish("a:k", "a:k");
        bench.run();
        bench.nack(one, 0, true, 1L);
        bench.commit();
        bench.takeAll();
        bench.offer(group);
        assertEquals(List.of("letter 1 x1 no", "3 is the dead letter of 1-1", "fence"), bench.takeAll());
        assertEquals(List.of("1 gets 2 #2"), bench.run());
    }

    @Test
    void keepsTheOrderWhenAMemberLeavesOrIsLost() {
        bench.publish("a:k", "a:k");
        bench.run();
        bench.core.groups().leave(one, false, bench.now, bench);
        Member two = bench.join(2, 10);
        assertEquals(List.of("2 gets 1 #2 again"), bench.run());
        bench.core.groups().leave(two, true, bench.now, bench);
        bench.join(3, 10);
        assertEquals(List.of(), bench.run());
        bench.after(100);
        assertEquals(List.of("3 gets 1 #3 x2 again"), bench.run());
    }

    @Test
    void goesOnBehindAMessageThatCannotBeRead() {
        bench.publish("a:k");
        bench.publish("a:k", "a:k");
        bench.run();
        group.unreadable(1, 1, bench.now, bench);
        assertEquals(List.of("corrupt 1-1", "1 gets 2 #2"), bench.run());
        group.unreadable(2, 3, bench.now, bench);
        assertEquals(List.of("corrupt 2-3"), bench.run());
        assertEquals(0, group.parked());
        assertEquals(4, group.floor());
    }

    /** Nothing is known of what has not been read. */
    @Test
    void doesNotReadAheadWhenTooManyWait() {
        String[] thousand = Collections.nCopies(1_000, "a:k").toArray(String[]::new);
        for (int i = 0; i < 10; i++) {
            bench.publish(thousand);
        }
        bench.publish("a:l", "a:l");
        assertEquals(List.of("1 gets 1 #1"), bench.run());
        assertEquals(Work.UNRESOLVED_MAX - 1, group.parked());
        assertEquals(0, group.wants(10_002));
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 2 #2", "1 gets 10001 #3"), bench.run());
        bench.ack(one, 3L);
        assertEquals(List.of("settled 1/3", "1 gets 10002 #4"), bench.run());
    }

    @Test
    void waitsForItsTurnAfterARestartToo() {
        bench.publish("a:k", "a:k", "a:l");
        bench.run();
        bench.nack(one, 300, false, 1L);
        bench.commit();
        bench.restart();
        bench.join(1, 10);
        assertEquals(List.of("1 gets 3 #8193 again"), bench.run());
        assertEquals(1, bench.found().parked());
        bench.after(300);
        assertEquals(List.of("1 gets 1 #8194 x2 again"), bench.run());
    }
}
