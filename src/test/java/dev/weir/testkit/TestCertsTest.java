package dev.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCertsTest {
    @Test
    void goodPairsLastUntil2099() throws Exception {
        for (TestCerts pair : new TestCerts[] {TestCerts.SERVER, TestCerts.ROTATED, TestCerts.MISMATCHED}) {
            pair.certificate().checkValidity();
            assertTrue(pair.certificate().getNotAfter().toInstant().isAfter(Instant.parse("2099-12-30T00:00:00Z")));
        }
        assertThrows(CertificateExpiredException.class, TestCerts.EXPIRED.certificate()::checkValidity);
    }

    @Test
    void namesTheLoopbackAddresses() throws Exception {
        String names =
                TestCerts.SERVER.certificate().getSubjectAlternativeNames().toString();
        assertEquals("[[2, localhost], [7, 127.0.0.1], [7, 0:0:0:0:0:0:0:1]]", names);
    }

    @Test
    void copiesUnderTheNamesServicesExpect(@TempDir Path dir) throws Exception {
        TestCerts.SERVER.copyTo(dir);
        String before = Files.readString(TestCerts.crtIn(dir));
        assertTrue(Files.readString(TestCerts.keyIn(dir)).startsWith("-----BEGIN PRIVATE KEY-----"));
        TestCerts.ROTATED.copyTo(dir);
        assertNotEquals(before, Files.readString(TestCerts.crtIn(dir)));
    }
}
