/** The seed's protocol as its clients and the original's services see it, fact by fact, on raw sockets. */
@org.jspecify.annotations.NullMarked
package dev.weir.seed;
