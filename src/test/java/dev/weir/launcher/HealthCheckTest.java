package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HealthCheckTest {
    private static final char[] SECRET = "secret".toCharArray();

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path dir;

    @Test
    void isGoodFor200OnlyAndTakesACertificateOfAnotherName() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificateFor("elsewhere.example")));
        try {
            answer(server, "/up", 200);
            answer(server, "/down", 503);
            server.start();
            String base = "https://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(0, check(base + "/up"), err::toString);
            assertEquals(1, check(base + "/down"));
            assertTrue(err.toString(StandardCharsets.UTF_8).contains("status 503"), err::toString);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void isBadIfNobodyListens() {
        assertEquals(1, check("http://127.0.0.1:1/health/ready"));
    }

    @Test
    void refusesOtherMachinesAndNonsense() {
        assertEquals(2, check("https://192.0.2.1/health/ready"));
        assertEquals(2, check("not a url"));
        assertEquals(2, check(""));
    }

    private int check(String url) {
        return HealthCheck.run(url, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static void answer(HttpServer server, String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private SSLContext certificateFor(String name) throws Exception {
        Path store = dir.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(SECRET))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.txt").toFile())
                .start();
        assertTrue(keytool.waitFor(20, TimeUnit.SECONDS));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, SECRET);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, SECRET);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
