/**
 * What a person types at and reads from a terminal: the console client that speaks the seed's protocol. It uses
 * Vert.x's WebSocket client and no other room, so that it works against the original's services just as well.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.cli;
