/**
 * How an edge reaches the queue: two ports, one for each direction, and the ways between them (a hand-over within the
 * process, the link protocol over a WebSocket, the seed's protocol to an original queue). May use {@code protocol},
 * {@code message}, {@code config}, {@code auth} and {@code web}.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.link;
