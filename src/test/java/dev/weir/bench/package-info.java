/** Loads a running server and reports what it cost; see docs/performance.md. Shares no code with the server. */
package dev.weir.bench;
