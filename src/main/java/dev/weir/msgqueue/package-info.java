/** The queue as a service: core and log on one loop, with the sessions of links, pushers and poppers around them. */
@org.jspecify.annotations.NullMarked
package dev.weir.msgqueue;
