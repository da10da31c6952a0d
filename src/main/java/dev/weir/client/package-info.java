/**
 * The Java client of the native protocol {@code weir.v1.json}: publishes with confirms, follows topics without holes,
 * consumes from groups, and outlives lost connections. {@link dev.weir.client.WeirClient} is the way in. It stands on the JDK's WebSocket
 * and Jackson's streaming core, and knows of the services only what goes over the wire.
 *
 * <p>Threads, all daemons and all the client's own: {@code weir-client} owns every connection's state and runs the
 * JDK's client; {@code weir-client-calls} begins handlers and runs the listener; {@code weir-client-confirms}
 * completes the futures of publishes and of calls about groups, so a handler may wait for them.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.client;
