/**
 * The judge of the tortures: journals that clients write of what they sent, saw confirmed and received, and a check of them
 * against what Weir promises. Uses the JDK only; shares no code with what it judges.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.torture;
