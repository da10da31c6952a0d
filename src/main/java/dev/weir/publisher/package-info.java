/** The publisher edge: takes messages from clients and sees to it that the queue gets them. */
@org.jspecify.annotations.NullMarked
package dev.weir.publisher;
