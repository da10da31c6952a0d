/**
 * Finds, checks, makes and reloads what TLS needs, and sets it on Vert.x's options. Uses the {@code config} room.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.web.tls;
