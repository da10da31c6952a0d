package dev.weir.config;

/** What happens at the log's hard limit to what poppers have not had. */
public enum OverflowMode {
    /** It stays, and publishes are refused. */
    REJECT,
    /** It goes, and how much went is logged. */
    DISCARD_OLDEST
}
