package dev.weir.web.drain;

/** The steps of a shutdown, in the order in which they run. Members of one step run side by side. */
public enum DrainPhase {
    /** Say "not ready", so that a load balancer sends nobody new. */
    READINESS_OFF,
    /** Take nothing more from publishers and answer what they have sent. */
    PUBLISHERS,
    /** Let the links carry over what is on its way. */
    LINKS,
    /** Put everything accepted so far on disk. */
    LOG_SYNC,
    /** Deliver what is now committed, so that subscribers miss as little as possible. */
    SUBSCRIBERS,
    /** Say goodbye: a Close frame on every socket. */
    CLOSE
}
