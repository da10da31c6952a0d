/** What goes over the wire: documents, commands, close codes, limits. Total: no input makes it throw. May use {@code message}. */
@org.jspecify.annotations.NullMarked
package dev.weir.protocol;
