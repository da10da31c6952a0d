package dev.weir.link;

import dev.weir.message.BatchView;
import dev.weir.protocol.Gap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the log: all that was wanted of the offsets {@code from..to}.
 *
 * @param from what was asked for
 * @param lost why these offsets are gone, null when they are not; no batch then
 * @param batches in order; they may hold other messages too, also with offsets below {@code from}. The receiver releases each
 */
public record Fetched(long from, long to, Gap.@Nullable Reason lost, List<BatchView> batches) {
    public void release() {
        batches.forEach(BatchView::release);
    }
}
