package dev.weir.client;

/** Something the client could not do, with what to do about it. */
public final class WeirException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The user or password is not accepted. */
    public static final String UNAUTHORIZED = "unauthorized";
    /** The server's certificate is not trusted, or the server does not speak TLS. */
    public static final String TLS = "tls";
    /** No connection; for a publish that was sent, whether it was stored is unknown. */
    public static final String UNREACHABLE = "unreachable";
    /** The connection ended. */
    public static final String LOST = "lost";
    /** No answer within the publish time limit; whether it was stored is unknown. */
    public static final String TIMEOUT = "timeout";
    /** The room for unconfirmed publishes is taken; nothing was sent. */
    public static final String TOO_MANY = "tooMany";
    /** The client was closed; for a publish that was sent, whether it was stored is unknown. */
    public static final String CLOSED = "closed";
    /** What is to be sent is not allowed; nothing was sent. */
    public static final String BAD_REQUEST = "badRequest";
    /** The server said something that the protocol has not. */
    public static final String BAD_ANSWER = "badAnswer";

    private final int code;
    private final String name;
    private final boolean retryable;
    private final String words;

    WeirException(int code, String name, boolean retryable, String words) {
        super(words);
        this.code = code;
        this.name = name;
        this.retryable = retryable;
        this.words = words;
    }

    /** One that arises on this side. */
    static WeirException here(String name, boolean retryable, String words) {
        return new WeirException(0, name, retryable, words);
    }

    /** The server's number (HTTP meaning), an HTTP status, or a close code; 0 if it arose on this side. */
    public int code() {
        return code;
    }

    /** One of the constants here, or the server's name for it. */
    public String name() {
        return name;
    }

    /** Whether the same may succeed later. */
    public boolean isRetryable() {
        return retryable;
    }

    /** The message, never null. */
    public String words() {
        return words;
    }
}
