/** The subscriber edge: what the queue sends goes to whoever subscribed, encoded once for all who want the same. */
@org.jspecify.annotations.NullMarked
package dev.weir.subscriber;
