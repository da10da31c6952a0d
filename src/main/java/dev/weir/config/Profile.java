package dev.weir.config;

/** What a config is for. It decides a few defaults and what is refused outright. */
public enum Profile {
    /** A developer's machine: loopback, a self-signed certificate if there is none, unverified links allowed. */
    DEV,
    /** Automatic tests: as {@link #DEV}, but no certificate is made up. */
    TEST,
    /** Anything real, and the default: nothing unsafe is assumed or accepted. */
    PROD
}
