package dev.weir.web.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemPairTest {
    @TempDir
    static Path pairs;

    static TestPair ec;
    static TestPair rsa;

    @TempDir
    Path dir;

    private TlsMaterial material;

    @BeforeAll
    static void makePairs() throws Exception {
        ec = TestPair.ec(pairs);
        rsa = TestPair.rsa(pairs);
    }

    @BeforeEach
    void writeEc() throws Exception {
        material = ec.write(dir);
    }

    private void assertRefused(String start, Path file, String end) {
        String message = assertThrows(TlsProblem.class, material::load).getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith(start + file) && message.endsWith(end), message);
    }

    @Test
    void takesPkcs8() throws Exception {
        assertEquals(ec.certificate(), material.load().certificate());
        assertEquals(rsa.certificate(), rsa.write(dir).load().certificate());
    }

    @Test
    void takesTheOldFormsOfKeys() throws Exception {
        Files.writeString(material.key(), "some words before\n" + ec.oldForm("EC PRIVATE KEY"));
        assertEquals(ec.certificate(), material.load().certificate());
        rsa.write(dir);
        Files.writeString(material.key(), rsa.oldForm("RSA PRIVATE KEY"));
        assertEquals(rsa.certificate(), material.load().certificate());
    }

    @Test
    void takesAChainAndItsFirstCertificate() throws Exception {
        Files.writeString(
                material.cert(),
                Files.readString(material.cert()) + "comment\r\n"
                        + new String(Pem.encode(rsa.certificate()), "US-ASCII"));
        assertEquals(ec.certificate(), material.load().certificate());
    }

    @Test
    void refusesAMissingFile() throws Exception {
        Files.delete(material.key());
        assertRefused("TLS key ", material.key(), "does not exist; put it there or correct its path");
        Files.delete(material.cert());
        assertRefused("TLS certificate ", material.cert(), "does not exist; put it there or correct its path");
    }

    @Test
    void refusesWhatIsNotAFile() throws Exception {
        Files.delete(material.key());
        Files.createDirectory(material.key());
        assertRefused("TLS key ", material.key(), "check it and its rights");
    }

    @Test
    void refusesWhatIsNoPem() throws Exception {
        Files.write(material.cert(), ec.certificate().getEncoded());
        assertRefused("TLS certificate ", material.cert(), "holds no PEM certificate; give one in PEM form");
        ec.write(dir);
        Files.writeString(material.key(), "");
        assertRefused("TLS key ", material.key(), "holds no PEM private key; give one in PEM form");
        Files.write(material.key(), new byte[2 << 20]);
        assertRefused("TLS key ", material.key(), "is too large to be one; give a PEM file");
    }

    @Test
    void refusesDamage() throws Exception {
        String cert = Files.readString(material.cert());
        Files.writeString(material.cert(), cert.substring(0, 60) + cert.substring(120));
        assertRefused("TLS certificate ", material.cert(), "is damaged; make or fetch it again");
        ec.write(dir);
        String key = Files.readString(material.key());
        Files.writeString(material.key(), key.substring(0, 40) + key.substring(60));
        assertRefused("TLS key ", material.key(), "give the certificate's own key");
    }

    @Test
    void refusesAnotherCertificatesKey() throws Exception {
        TestPair.replace(material.key(), Pem.encode(TestPair.ec(pairs).key()));
        assertRefused("TLS key ", material.key(), "give the pair that was made together");
        TestPair.replace(material.key(), Pem.encode(rsa.key()));
        assertRefused("TLS key ", material.key(), "give the certificate's own key");
    }

    @Test
    void refusesAnEncryptedKey() throws Exception {
        Files.writeString(
                material.key(), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertRefused("TLS key ", material.key(), "is encrypted; give it without a passphrase");
    }

    @Test
    void refusesBeforeAndAfterItsTime() throws Exception {
        Instant start = ec.certificate().getNotBefore().toInstant();
        Instant end = ec.certificate().getNotAfter().toInstant();
        PemPair.read(material, at(start));
        PemPair.read(material, at(end));
        for (Clock clock : new Clock[] {at(start.minus(Duration.ofSeconds(1))), at(end.plus(Duration.ofSeconds(1)))}) {
            TlsProblem problem = assertThrows(TlsProblem.class, () -> PemPair.read(material, clock));
            assertTrue(problem.getMessage().startsWith("TLS certificate " + material.cert()), problem.getMessage());
        }
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
