package dev.weir.auth;

/** A login that was not let in. It has no stack trace: being refused is ordinary. */
public final class AuthRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why; none of them says whether the user exists. */
    public enum Reason {
        /** No such user, or not this password. The same try will fail again. */
        WRONG,
        /** Too many wrong passwords for this user from this address; refused without a look at the password. */
        THROTTLED,
        /** Could not be checked now: too many wait, or the service is closing. The same try may succeed later. */
        BUSY
    }

    private final Reason reason;

    public AuthRefused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
