package dev.weir.web.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;

/**
 * A certificate and its key that were read and found to work together. It holds the very bytes that were checked, so
 * that files replaced a moment later change nothing.
 */
public final class PemPair {
    /** Far more than a long chain needs; keeps a wrong path from being read into memory. */
    private static final long FILE_BYTES_MAX = 1 << 20;

    private final byte[] certPem;
    private final byte[] keyPem;
    private final X509Certificate certificate;

    private PemPair(byte[] certPem, byte[] keyPem, X509Certificate certificate) {
        this.certPem = certPem;
        this.keyPem = keyPem;
        this.certificate = certificate;
    }

    static PemPair read(TlsMaterial material) throws TlsProblem {
        return read(material, Clock.systemUTC());
    }

    static PemPair read(TlsMaterial material, Clock clock) throws TlsProblem {
        byte[] certPem = bytesOf(material.cert(), "certificate");
        byte[] keyPem = bytesOf(material.key(), "key");
        X509Certificate certificate = Pem.certificate(certPem, material.cert());
        PrivateKey key = Pem.key(keyPem, material.key(), certificate.getPublicKey());
        if (!Pem.belongTogether(key, certificate.getPublicKey())) {
            throw new TlsProblem("TLS key " + material.key() + " does not belong to the certificate " + material.cert()
                    + "; give the pair that was made together");
        }
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            throw new TlsProblem("TLS certificate " + material.cert() + " expired on " + end + "; renew it");
        }
        if (now.isBefore(start)) {
            throw new TlsProblem(
                    "TLS certificate " + material.cert() + " is valid from " + start + " on; check the clock or wait");
        }
        return new PemPair(certPem, Pem.encode(key), certificate);
    }

    private static byte[] bytesOf(Path file, String what) throws TlsProblem {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new TlsProblem("TLS " + what + " " + file + " is too large to be one; give a PEM file");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsProblem("TLS " + what + " " + file + " does not exist; put it there or correct its path", e);
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName();
            throw new TlsProblem(
                    "TLS " + what + " " + file + " cannot be read (" + reason + "); check it and its rights", e);
        }
    }

    /** The server's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions().addCertValue(Buffer.buffer(certPem)).addKeyValue(Buffer.buffer(keyPem));
    }
}
