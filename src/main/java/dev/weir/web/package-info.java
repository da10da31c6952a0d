/**
 * The kit under all three servers and the links: HTTP server, handshake checks, message assembly, outbox, keep-alive,
 * limits. May use {@code protocol}, {@code config} and {@code auth}.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.web;
