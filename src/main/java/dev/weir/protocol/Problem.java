package dev.weir.protocol;

/** Why a frame is refused, before its id is known; the message says what to do. */
record Problem(ErrorCode code, String message) {
    static Problem frame(String message) {
        return new Problem(ErrorCode.BAD_FRAME, message);
    }

    NativeError with(@org.jspecify.annotations.Nullable FrameId id) {
        return new NativeError(code, message, id);
    }
}
