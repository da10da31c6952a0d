package dev.weir.config;

/** When the built-in group of seed poppers exists. */
public enum PopGroup {
    /** From the first popper on. */
    AUTO,
    /** From the start, so that messages are kept for poppers that have yet to come. */
    ON,
    /** Never: poppers get nothing and hold nothing back. */
    OFF
}
