/** Everything docs/hostile.md lists, done to each of the three servers over raw TLS while others are being served. */
package dev.weir.hostile;
