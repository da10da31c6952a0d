/** Tests of the launcher, with small verticles in the place of the real ones. */
@org.jspecify.annotations.NullMarked
package dev.weir.launcher;
