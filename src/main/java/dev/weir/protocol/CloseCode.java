package dev.weir.protocol;

/**
 * Every code we put into a Close frame (RFC 6455 §7.4), and whether the client should come back.
 *
 * <p>4000–4499: come back and go on; 4500–4999: coming back does not help.
 */
public enum CloseCode {
    NORMAL(1000, false),
    SHUTDOWN(1001, true),
    PROTOCOL(1002, false),
    UNSUPPORTED_DATA(1003, false),
    BAD_UTF8(1007, false),
    RIGHTS(1008, false),
    TOO_BIG(1009, false),
    INTERNAL(1011, true),
    RESTART(1012, true),
    OVERLOADED(1013, true),
    SILENT(4000, true),
    SLOW(4001, true),
    MALFORMED(4500, false),
    USER_GONE(4501, false);

    private final int number;
    private final boolean comeBack;

    CloseCode(int number, boolean comeBack) {
        this.number = number;
        this.comeBack = comeBack;
    }

    public int number() {
        return number;
    }

    /** Whether the client has done something to be closed so; else the service had its own reasons. */
    public boolean isClientsFault() {
        return switch (this) {
            case PROTOCOL, UNSUPPORTED_DATA, BAD_UTF8, TOO_BIG, SILENT, SLOW, MALFORMED -> true;
            case NORMAL, SHUTDOWN, RIGHTS, INTERNAL, RESTART, OVERLOADED, USER_GONE -> false;
        };
    }

    public boolean comeBack() {
        return comeBack;
    }
}
