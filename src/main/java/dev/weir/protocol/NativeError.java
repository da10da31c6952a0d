package dev.weir.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An error as a native client is told it.
 *
 * @param message says what to do, and nothing the client wrote
 * @param id of the frame it answers, null when there is none or it could not be read
 */
public record NativeError(
        ErrorCode code, String message, @Nullable FrameId id) {}
