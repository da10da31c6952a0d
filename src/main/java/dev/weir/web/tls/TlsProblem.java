package dev.weir.web.tls;

import org.jspecify.annotations.Nullable;

/** TLS cannot be used as configured. The message is one line that names the file and says what to do. */
public final class TlsProblem extends Exception {
    private static final long serialVersionUID = 1;

    public TlsProblem(String message) {
        this(message, null);
    }

    public TlsProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
