/** Processes that find each other: the queue announces itself, edges follow it. Membership is Hazelcast's; nothing durable is here. */
@org.jspecify.annotations.NullMarked
package dev.weir.cluster;
