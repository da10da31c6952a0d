/**
 * A second opinion on the wire: blocking sockets, frames drawn by hand from RFC 6455, stand-ins for the original
 * services and processes as a user starts them. Uses the JDK only; shares no code with what it tests.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.testkit;
