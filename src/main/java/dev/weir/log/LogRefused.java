package dev.weir.log;

/** The log cannot be opened as it is; the message says why and what to do. */
public class LogRefused extends Exception {
    private static final long serialVersionUID = 1;

    public LogRefused(String message) {
        super(message);
    }
}
