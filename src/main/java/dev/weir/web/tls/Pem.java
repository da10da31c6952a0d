package dev.weir.web.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in the text form of RFC 7468. */
final class Pem {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?)PRIVATE KEY-----([^-]+)-----END \\1PRIVATE KEY-----");

    private Pem() {}

    /** The first certificate of the file; the others only have to be certificates. */
    static X509Certificate certificate(byte[] pem, Path file) throws TlsProblem {
        StringBuilder chain = new StringBuilder();
        Matcher blocks = CERTIFICATE.matcher(new String(pem, StandardCharsets.US_ASCII));
        while (blocks.find()) {
            chain.append(blocks.group()).append('\n');
        }
        if (chain.isEmpty()) {
            throw new TlsProblem("TLS certificate " + file + " holds no PEM certificate; give one in PEM form");
        }
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(chain.toString().getBytes(StandardCharsets.US_ASCII)));
            return (X509Certificate) all.iterator().next();
        } catch (CertificateException e) {
            throw new TlsProblem("TLS certificate " + file + " is damaged; make or fetch it again", e);
        }
    }

    /**
     * The private key, of the kind the certificate asks for. The old forms of RSA (RFC 8017 A.1.2) and EC keys (RFC
     * 5915) lack only the algorithm that PKCS #8 (RFC 5208 §5) has in front, and the certificate knows it.
     */
    static PrivateKey key(byte[] pem, Path file, PublicKey owner) throws TlsProblem {
        String text = new String(pem, StandardCharsets.US_ASCII);
        Matcher block = KEY.matcher(text);
        if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new TlsProblem("TLS key " + file + " is encrypted; give it without a passphrase");
        }
        if (!block.find()) {
            throw new TlsProblem("TLS key " + file + " holds no PEM private key; give one in PEM form");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            byte[] pkcs8 = block.group(1).isEmpty() ? der : Der.pkcs8(Der.algorithmOf(owner.getEncoded()), der);
            return KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsProblem(
                    "TLS key " + file + " is damaged or not the certificate's kind (" + owner.getAlgorithm()
                            + "); give the certificate's own key",
                    e);
        }
    }

    /** Whether what the one signs, the other verifies. */
    static boolean belongTogether(PrivateKey key, PublicKey owner) {
        String algorithm =
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> owner.getAlgorithm();
                };
        try {
            byte[] sample = algorithm.getBytes(StandardCharsets.US_ASCII);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(owner);
            verifier.update(sample);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The key as PKCS #8 in PEM, whatever form it was read from. */
    static byte[] encode(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    static byte[] encode(Certificate certificate) throws CertificateException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    private static byte[] block(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
