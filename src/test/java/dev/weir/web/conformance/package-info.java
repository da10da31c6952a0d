/** RFC 6455, category by category, through the echo route of a running service. */
package dev.weir.web.conformance;
