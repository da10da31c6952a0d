package dev.weir.log;

import dev.weir.message.BatchView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a read: the offsets {@code from..to}, nothing when {@code to < from}.
 *
 * @param from above what was asked for, if that is no longer kept
 * @param batches in order, possibly beginning below {@code from} within the first; the receiver releases each
 * @param reason why the offsets {@code from..to} cannot be read; the batches are empty then
 */
public record LogPiece(
        long from,
        long to,
        List<BatchView> batches,
        @Nullable String reason) {}
