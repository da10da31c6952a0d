/** Tests of stopping in order. */
@org.jspecify.annotations.NullMarked
package dev.weir.web.drain;
