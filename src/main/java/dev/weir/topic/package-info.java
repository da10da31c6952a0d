/** Finding what belongs to a topic, fast. May use {@code message}. */
@org.jspecify.annotations.NullMarked
package dev.weir.topic;
