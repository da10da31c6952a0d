package dev.weir.web.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.config.Profile;
import dev.weir.config.TlsConfig;
import dev.weir.config.TlsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
    private static final TlsConfig UNSET = new TlsConfig(true, null, null, TlsEngine.AUTO);

    @TempDir
    Path dir;

    /** Resolves as a service in dev does, and prints the certificate's serial number: run in processes of its own. */
    public static final class Starter {
        private Starter() {}

        public static void main(String[] args) throws Exception {
            PemPair pair = TlsMaterial.resolve(UNSET, Profile.DEV, Path.of(args[0]), Map.of())
                    .load();
            Files.writeString(
                    Path.of(args[1]), pair.certificate().getSerialNumber().toString());
        }
    }

    @Test
    void theConfigsFilesComeFirst() throws Exception {
        TlsMaterial given = TestPair.ec(dir).write(dir.resolve("given"));
        TlsConfig tls = new TlsConfig(true, given.cert(), given.key(), TlsEngine.AUTO);
        assertEquals(given, TlsMaterial.resolve(tls, Profile.PROD, dir, Map.of("WS_CERT_DIR", "/nowhere")));
    }

    @Test
    void thenThoseOfTheVariableWithOrWithoutASlash() throws Exception {
        TlsMaterial there = TestPair.ec(dir).write(dir.resolve("certs"));
        for (String end : List.of("", "/")) {
            Map<String, String> env = Map.of("WS_CERT_DIR", dir.resolve("certs") + end);
            assertEquals(there, TlsMaterial.resolve(UNSET, Profile.PROD, dir, env));
        }
    }

    @Test
    void aVariableThatLeadsNowhereIsAProblemAlsoInDev() {
        Map<String, String> env = Map.of("WS_CERT_DIR", dir.resolve("none").toString());
        TlsProblem problem = assertThrows(TlsProblem.class, () -> TlsMaterial.resolve(UNSET, Profile.DEV, dir, env));
        assertTrue(problem.getMessage().contains(dir.resolve("none/server.crt").toString()), problem.getMessage());
    }

    @Test
    void onlyDevMakesOneUp() {
        for (Profile profile : List.of(Profile.TEST, Profile.PROD)) {
            for (Map<String, String> env : List.of(Map.<String, String>of(), Map.of("WS_CERT_DIR", ""))) {
                TlsProblem problem =
                        assertThrows(TlsProblem.class, () -> TlsMaterial.resolve(UNSET, profile, dir, env));
                assertEquals(
                        "no TLS certificate: set tls.cert and tls.key in the config, or WS_CERT_DIR to the directory of"
                                + " server.crt and server.key",
                        problem.getMessage());
            }
        }
    }

    @Test
    void theOneMadeUpIsForThisMachineAndKeptPrivately() throws Exception {
        TlsMaterial made = TlsMaterial.resolve(UNSET, Profile.DEV, dir.resolve("data"), Map.of());
        X509Certificate certificate = made.load().certificate();
        Set<Object> names = new HashSet<>();
        certificate.getSubjectAlternativeNames().forEach(name -> names.add(name.get(1)));
        assertEquals(Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), names);
        assertEquals("EC", certificate.getPublicKey().getAlgorithm());
        Duration left =
                Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        assertTrue(left.toDays() >= 3648 && left.toDays() <= 3650, "days " + left.toDays());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())));
        byte[] before = Files.readAllBytes(made.cert());
        assertEquals(made, TlsMaterial.resolve(UNSET, Profile.DEV, dir.resolve("data"), Map.of()));
        assertArrayEquals(before, Files.readAllBytes(made.cert()));
        try (Stream<Path> left2 = Files.list(dir.resolve("data"))) {
            assertEquals(List.of(dir.resolve("data/tls")), left2.toList());
        }
    }

    @Test
    void halfAPairIsNeverReplaced() throws Exception {
        Path tls = Files.createDirectories(dir.resolve("data/tls"));
        Files.writeString(tls.resolve("server.crt"), "mine");
        assertThrows(TlsProblem.class, () -> TlsMaterial.resolve(UNSET, Profile.DEV, dir.resolve("data"), Map.of()));
        assertEquals("mine", Files.readString(tls.resolve("server.crt")));
    }

    @Test
    void servicesOfOneProcessThatStartTogetherShareOnePair() throws Exception {
        ExecutorService services = Executors.newFixedThreadPool(3);
        try {
            List<Future<X509Certificate>> found = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                found.add(services.submit(() -> TlsMaterial.resolve(UNSET, Profile.DEV, dir, Map.of())
                        .load()
                        .certificate()));
            }
            Set<X509Certificate> certificates = new HashSet<>();
            for (Future<X509Certificate> one : found) {
                certificates.add(one.get(60, TimeUnit.SECONDS));
            }
            assertEquals(1, certificates.size());
        } finally {
            services.shutdownNow();
        }
    }

    @Test
    void processesThatStartTogetherShareOnePair() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Starter.class.getName(),
                            dir.resolve("data").toString(),
                            dir.resolve("said" + i).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("log" + i).toFile())
                    .start());
        }
        Set<String> serials = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            assertTrue(processes.get(i).waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, processes.get(i).exitValue(), Files.readString(dir.resolve("log" + i)));
            serials.add(Files.readString(dir.resolve("said" + i)));
        }
        assertEquals(1, serials.size());
        try (Stream<Path> left = Files.list(dir.resolve("data"))) {
            assertEquals(List.of(dir.resolve("data/tls")), left.toList());
        }
    }
}
