package dev.weir.auth;

/** A file of users or rights that cannot be used; the message is one line for the operator and says what to do. */
public final class AuthFileRefused extends Exception {
    private static final long serialVersionUID = 1L;

    AuthFileRefused(String message) {
        super(message, null, false, false);
    }
}
