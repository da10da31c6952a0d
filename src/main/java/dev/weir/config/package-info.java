/**
 * Turns a JSON config into a checked, immutable record tree, or into the list of everything that is wrong with it.
 * Uses no other room; of Vert.x only its JSON values.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.config;
