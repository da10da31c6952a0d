/** Tests of discovery: each part against nodes that a test makes up, and all of it in one process with real ones. */
@org.jspecify.annotations.NullMarked
package dev.weir.cluster;
