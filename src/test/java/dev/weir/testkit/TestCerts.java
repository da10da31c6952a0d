package dev.weir.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Key pairs for tests: EC P-256, self-signed for localhost, 127.0.0.1 and ::1, good until the end of 2099 unless said. */
public enum TestCerts {
    SERVER("."),
    /** As good as {@link #SERVER}, with another key: for swapping certificates under a running service. */
    ROTATED("rotated"),
    /** Ended on 1 January 2021. */
    EXPIRED("expired"),
    /** The key belongs to {@link #SERVER}, not to this certificate. */
    MISMATCHED("mismatched");

    private static final char[] NO_PASSWORD = new char[0];

    private final String folder;

    TestCerts(String folder) {
        this.folder = folder;
    }

    /** Writes server.crt and server.key into {@code dir}, over what is there, and returns it: fit for WS_CERT_DIR. */
    public Path copyTo(Path dir) {
        try {
            Files.createDirectories(dir);
            for (String name : new String[] {"server.crt", "server.key"}) {
                try (InputStream in = open(name)) {
                    Files.copy(in, dir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return dir;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate file inside a folder filled by {@link #copyTo}. */
    public static Path crtIn(Path dir) {
        return dir.resolve("server.crt");
    }

    /** The key file inside a folder filled by {@link #copyTo}. */
    public static Path keyIn(Path dir) {
        return dir.resolve("server.key");
    }

    /** The certificate, to compare with the one a service shows. */
    public X509Certificate certificate() {
        try (InputStream in = open("server.crt")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("certificate of " + this, e);
        }
    }

    /** A server's TLS context with this pair. */
    SSLContext serverContext() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", privateKey(), NO_PASSWORD, new Certificate[] {certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("TLS context of " + this, e);
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        try (InputStream in = open("server.key")) {
            String pem = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            byte[] pkcs8 = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        }
    }

    private InputStream open(String name) throws IOException {
        String path = folder.equals(".") ? "/certs/" + name : "/certs/" + folder + "/" + name;
        InputStream in = TestCerts.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("no resource " + path);
        }
        return in;
    }
}
