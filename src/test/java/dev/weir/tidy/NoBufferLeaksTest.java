package dev.weir.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The last class to run: fails if any test before it left a buffer to the garbage collector. Which test that was is in the
 * records of the failure.
 */
@Order(Integer.MAX_VALUE)
class NoBufferLeaksTest {
    private static final int ROUNDS = 3;

    @Test
    void noTestLeakedABuffer() throws InterruptedException {
        assertTrue(ResourceLeakDetector.isEnabled(), "leak detection is off");
        for (int round = 0; round < ROUNDS; round++) {
            collect();
            // Netty reports what was collected when the next buffer is allocated.
            for (ByteBufAllocator alloc : List.of(PooledByteBufAllocator.DEFAULT, UnpooledByteBufAllocator.DEFAULT)) {
                alloc.directBuffer(16).release();
                alloc.heapBuffer(16).release();
            }
        }
        assertEquals(List.of(), LeakLines.soFar());
    }

    /** Returns after the collector has run: it has enqueued what was unreachable before. */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> witness = new WeakReference<>(new Object(), queue);
        for (int i = 0; i < 100; i++) {
            System.gc();
            if (queue.remove(100) != null) {
                return;
            }
        }
        throw new AssertionError("the collector did not run for " + witness);
    }

    @Test
    void reportsOfLeaksArriveHere() {
        assertTrue(
                ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ResourceLeakDetector.class))
                                .iteratorForAppenders()
                                .next()
                        instanceof LeakLines);
    }
}
