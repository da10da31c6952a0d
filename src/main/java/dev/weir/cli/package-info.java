/**
 * What a person types at and reads from a terminal. {@link dev.weir.cli.Demo} is the console client that speaks the
 * seed's protocol; it uses Vert.x's WebSocket client and no other room, so that it works against the original's
 * services just as well. {@link dev.weir.cli.Tool} runs the commands of the native protocol and of the files.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.cli;
