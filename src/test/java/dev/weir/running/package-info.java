/** Starts the services for tests, in this JVM, on ports of their own. */
package dev.weir.running;
