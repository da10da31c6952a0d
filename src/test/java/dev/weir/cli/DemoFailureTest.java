package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Peer;
import dev.weir.testkit.StandIn;
import dev.weir.testkit.TestCerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each failure is one line that says what to do, and an exit code. */
@Timeout(30)
class DemoFailureTest {
    private StandIn publisher;
    private StandIn subscriber;

    @BeforeEach
    void start() throws IOException {
        publisher = StandIn.tls();
        subscriber = StandIn.tls();
    }

    @AfterEach
    void stop() throws IOException {
        publisher.close();
        subscriber.close();
    }

    @Test
    void saysThatNothingListens() throws Exception {
        publisher.close();
        assertFails(1, "nothing accepts connections there; start the service", DemoRun.to(publisher, subscriber));
    }

    @Test
    void saysThatThePasswordIsWrongOnA401() throws Exception {
        subscriber.refuseWith(
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"weir\"\r\nContent-Length: 0\r\n\r\n");
        assertFails(1, "user or password not accepted", DemoRun.to(publisher, subscriber));
    }

    @Test
    void saysThatThePasswordIsWrongOnTheOriginalsEmpty200(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("password"), "geheim\n");
        String err = assertFails(
                1,
                "user or password not accepted",
                DemoRun.to(publisher, subscriber, "--password-file", file.toString()));
        assertFalse(err.contains("geheim"));
    }

    @Test
    void saysThatThePathIsUnknown() throws Exception {
        publisher.refuseWith("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        assertFails(1, "no such path there", DemoRun.to(publisher, subscriber));
    }

    @Test
    void saysThatTheServiceHungUp() throws Exception {
        subscriber.dropNewcomers(true);
        assertFails(1, "cannot connect to wss://localhost:", DemoRun.to(publisher, subscriber));
    }

    @Test
    void endsWhenAConnectionDropsWhileItWaitsForALine() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            published.roundTrip("both are open");
            subscribed.socket().reset();
            assertEquals(1, demo.exitCode());
            assertOneLine("/subscribe was lost; start the demo again", demo.err());
        }
    }

    @Test
    void tellsTheCodeAndReasonOfAClose() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer published = publisher.accept()) {
            published.roundTrip("open");
            published.sendClose(1012, "restart\u001b[2J");
            assertEquals(1, demo.exitCode());
            assertOneLine("/publish was lost (closed with 1012 restart\\u001b[2J)", demo.err());
        }
    }

    @Test
    void verifiesByTheTrustedCertificateAlsoOnLoopback(@TempDir Path dir) throws Exception {
        Path right = TestCerts.crtIn(TestCerts.SERVER.copyTo(dir.resolve("right")));
        Path other = TestCerts.crtIn(TestCerts.ROTATED.copyTo(dir.resolve("other")));
        try (DemoRun demo = DemoRun.piped("exit\n", DemoRun.to(publisher, subscriber, "--trust", right.toString()));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            published.awaitClose();
            subscribed.awaitClose();
            assertEquals(0, demo.exitCode());
        }
        assertFails(1, "--trust", DemoRun.to(publisher, subscriber, "--trust", other.toString()));
    }

    @Test
    void saysThatATrustFileHoldsNoCertificate(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("empty.pem"), "nothing");
        assertFails(2, "no PEM certificate", DemoRun.to(publisher, subscriber, "--trust", file.toString()));
    }

    @Test
    void saysWhichOptionIsWrong() throws Exception {
        assertFails(2, "unknown option --hots", "--hots", "x");
        assertFails(2, "--user needs a value", "--user");
        assertFails(2, "--user is given twice", "--user=a", "--user=b");
        assertFails(2, "colon", "--user=a:b");
        assertFails(2, "wss://HOST:PORT/PATH", "--publish-url", "https://localhost/");
        assertFails(2, "wss://HOST:PORT/PATH", "--subscribe-url", "wss://hello:secret@localhost/");
        assertFails(2, "no readable file", "--trust", "no/such/file");
        assertFails(2, "no readable file", "--password-file", "no/such/file");
    }

    @Test
    void helpTellsWhenCertificatesAreNotVerified() throws Exception {
        try (DemoRun demo = DemoRun.piped("", "--help")) {
            assertEquals(0, demo.exitCode());
            assertTrue(demo.out().contains("Certificates are verified, except when the host is this machine itself"));
        }
    }

    private static String assertFails(int code, String words, String... args) throws Exception {
        try (DemoRun demo = DemoRun.piped("sub news\n", args)) {
            assertEquals(code, demo.exitCode(), demo.err());
            assertOneLine(words, demo.err());
            assertEquals("", demo.out());
            return demo.err();
        }
    }

    private static void assertOneLine(String words, String err) {
        assertTrue(err.contains(words), err);
        assertEquals(1, err.lines().count(), err);
    }
}
