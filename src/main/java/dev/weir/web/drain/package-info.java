/**
 * Stopping in order: who must finish before whom when the process is told to end. Uses no other room; verticles
 * register here, and closing Vert.x runs what they registered before it undeploys anything.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.web.drain;
