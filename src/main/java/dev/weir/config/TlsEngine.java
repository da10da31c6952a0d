package dev.weir.config;

/** Which TLS implementation serves: OpenSSL costs half the CPU per connection and half the memory of the JDK's. */
public enum TlsEngine {
    /** OpenSSL if its native library loads, else the JDK's. */
    AUTO,
    /** OpenSSL or no start. */
    OPENSSL,
    JDK
}
