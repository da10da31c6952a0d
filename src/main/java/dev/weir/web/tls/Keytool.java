package dev.weir.web.tls;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the JDK's own {@code keytool} make a certificate: the JDK offers no call for it, and a library for it would weigh
 * more than a fifth of the whole program (docs/decisions/0003-self-signed.md).
 */
final class Keytool {
    private static final String PASSWORD_VARIABLE = "WEIR_KEYSTORE_PASSWORD";
    private static final int TIMEOUT_SECONDS = 30;

    private Keytool() {}

    record Pair(X509Certificate certificate, PrivateKey key) {}

    /** An EC P-256 key with a certificate for this machine. Leaves no file behind in {@code directory}. */
    static Pair makePair(Path directory) throws IOException, GeneralSecurityException {
        Path store = directory.resolve("draft.p12");
        String password = new BigInteger(128, new SecureRandom()).toString(36);
        try {
            run(store, password);
            KeyStore pairs = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                pairs.load(in, password.toCharArray());
            }
            if (pairs.getKey("weir", password.toCharArray()) instanceof PrivateKey key
                    && pairs.getCertificate("weir") instanceof X509Certificate certificate) {
                return new Pair(certificate, key);
            }
            throw new GeneralSecurityException("keytool made no key");
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void run(Path store, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(store));
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("keytool took more than " + TIMEOUT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException("keytool: " + said.strip().replaceAll("[\\p{Cntrl}]+", " "));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** 3650 days from the day before, as clocks of containers and hosts differ. The password stays out of sight. */
    private static List<String> command(Path store) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        return List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "weir",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-startdate",
                "-1d",
                "-validity",
                "3650",
                "-dname",
                "CN=localhost, O=Weir development",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:::1",
                "-ext",
                "eku=serverAuth",
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD_VARIABLE,
                "-keystore",
                store.toString());
    }
}
