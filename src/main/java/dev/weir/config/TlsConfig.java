package dev.weir.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS.
 *
 * @param on false only when the config says {@code "tls": false}
 * @param cert PEM certificate chain, absolute; null: looked for elsewhere
 * @param key PEM private key, absolute; null exactly when {@code cert} is
 */
public record TlsConfig(
        boolean on, @Nullable Path cert, @Nullable Path key, TlsEngine engine) {
    /** What {@code "tls": false} means. */
    public static final TlsConfig OFF = new TlsConfig(false, null, null, TlsEngine.AUTO);

    static final Key<Path> CERT = Key.optional(
            "cert",
            Texts.PATH,
            "`server.crt` in the directory `WS_CERT_DIR` names",
            "PEM file of the certificate chain.");
    static final Key<Path> KEY = Key.optional(
            "key", Texts.PATH, "`server.key` in the directory `WS_CERT_DIR` names", "PEM file of the private key.");
    static final Key<TlsEngine> ENGINE = Key.of(
            "engine",
            new ChoiceType<>(TlsEngine.class),
            TlsEngine.AUTO,
            "TLS implementation; `auto` is OpenSSL where its native library loads.");

    static final KeyTable TABLE = new KeyTable(
            "tls",
            "The server's certificate. `\"tls\": false`, written out, switches TLS off.",
            List.of(CERT, KEY, ENGINE),
            KeyTable.EVERY_SERVICE);

    static TlsConfig read(Section section, Path baseDir) {
        if (section.has(CERT) != section.has(KEY)) {
            section.complain(section.has(CERT) ? KEY : CERT, "missing; cert and key go together");
        }
        return new TlsConfig(
                true, section.findPath(CERT, baseDir), section.findPath(KEY, baseDir), section.get(ENGINE));
    }
}
