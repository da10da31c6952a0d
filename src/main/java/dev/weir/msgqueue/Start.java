package dev.weir.msgqueue;

import dev.weir.log.MessageLog;
import dev.weir.message.Epoch;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription begins, and what of what it wanted it cannot have.
 *
 * <pre>
 *   wanted offset       begins at                       gap
 *   held, or the next   there                           –
 *   kept no longer      the lowest held                 wanted .. lowest - 1, retention
 *   beyond the next     the next                        next .. wanted - 1, beyondEnd
 *   of another life     where the life after it began,  what it had or wanted from there on, epoch
 *                       else the lowest held
 * </pre>
 */
record Start(long offset, @Nullable Gap gap) {
    static Start at(long offset) {
        return new Start(offset, null);
    }

    static Start atOffset(MessageLog log, StartFrom.Offset from) {
        long wanted = Math.max(1, from.offset());
        long next = log.committed() + 1;
        long first = Math.min(log.first(), next);
        Epoch epoch = Epoch.parse(from.epoch());
        if (epoch == null || !log.isGood(epoch, Math.min(Math.max(wanted, first), next))) {
            long anew = epoch == null ? first : Math.min(log.anewFrom(epoch), next);
            long lowest = Math.min(anew, wanted);
            return new Start(anew, new Gap(lowest, Math.max(lowest, Math.max(anew, wanted) - 1), Gap.Reason.EPOCH));
        }
        if (wanted < first) {
            return new Start(first, new Gap(wanted, first - 1, Gap.Reason.RETENTION));
        }
        return wanted > next ? new Start(next, new Gap(next, wanted - 1, Gap.Reason.BEYOND_END)) : at(wanted);
    }

    /** A place beyond the next offset is there before anything is. */
    Start notBeyond(long next) {
        return offset <= next ? this : new Start(next, gap);
    }
}
