package dev.weir.link;

import dev.weir.protocol.Gap;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription begins.
 *
 * @param offset of the first message that can come; at most {@code next}
 * @param next all live ranges below this offset have been sent
 * @param gap what of the wanted start cannot be sent; null when all can
 */
public record Started(long offset, long next, @Nullable Gap gap) {}
