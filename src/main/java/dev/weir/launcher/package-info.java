/**
 * The main class: takes the words of the command line, starts Vert.x with the verticles they name, says in one line
 * what went wrong, and ends the process in order. May use the verticles (by name), config and the drain; nothing uses
 * it.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.launcher;
