package dev.weir.web.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates of any kind and age for tests, made by keytool. */
record TestPair(X509Certificate certificate, PrivateKey key) {

    /** {@code options} are keytool's, such as {@code -keyalg RSA}. */
    static TestPair make(Path dir, String... options) throws IOException, GeneralSecurityException {
        Path store = Files.createTempDirectory(dir, "pair").resolve("s.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-dname",
                "CN=test",
                "-storetype",
                "PKCS12",
                "-storepass",
                "password",
                "-keystore",
                store.toString(),
                "-ext",
                "san=dns:localhost"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling("said").toFile())
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(Files.readString(store.resolveSibling("said")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        KeyStore pairs = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            pairs.load(in, "password".toCharArray());
        }
        return new TestPair(
                (X509Certificate) pairs.getCertificate("a"), (PrivateKey) pairs.getKey("a", "password".toCharArray()));
    }

    static TestPair ec(Path dir) throws IOException, GeneralSecurityException {
        return make(dir, "-keyalg", "EC", "-groupname", "secp256r1");
    }

    static TestPair rsa(Path dir) throws IOException, GeneralSecurityException {
        return make(dir, "-keyalg", "RSA", "-keysize", "2048");
    }

    /** Both files, replaced as a deployment tool would: written beside and renamed, one after the other. */
    TlsMaterial write(Path dir) throws IOException, GeneralSecurityException {
        TlsMaterial material = TlsMaterial.in(Files.createDirectories(dir));
        replace(material.cert(), Pem.encode(certificate));
        replace(material.key(), Pem.encode(key));
        return material;
    }

    static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, content);
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** The key without its PKCS #8 wrapping, as {@code openssl rsa} and {@code openssl ecparam} used to write it. */
    String oldForm(String label) {
        byte[] whole = key.getEncoded();
        int version = (whole[1] & 0x80) == 0 ? 2 : 2 + (whole[1] & 0x7f);
        int algorithm = elementEnd(whole, elementEnd(whole, version));
        int end = elementEnd(whole, algorithm);
        int header = (whole[algorithm + 1] & 0x80) == 0 ? 2 : 2 + (whole[algorithm + 1] & 0x7f);
        byte[] inner = java.util.Arrays.copyOfRange(whole, algorithm + header, end);
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(inner) + "\n-----END " + label
                + "-----\n";
    }

    private static int elementEnd(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        if (length < 0x80) {
            return at + 2 + length;
        }
        int body = 0;
        for (int i = 0; i < (length & 0x7f); i++) {
            body = (body << 8) | (der[at + 2 + i] & 0xff);
        }
        return at + 2 + (length & 0x7f) + body;
    }
}
