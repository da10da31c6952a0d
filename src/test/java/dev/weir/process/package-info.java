/** The packed jar as its users meet it: whole processes, real input, kills, signals, the start script, the README. */
@org.jspecify.annotations.NullMarked
package dev.weir.process;
