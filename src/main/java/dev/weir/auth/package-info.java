/** Who may come in and what they may do: users, rights, their files and caches; it may use {@code message}. */
@org.jspecify.annotations.NullMarked
package dev.weir.auth;
