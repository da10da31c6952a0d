package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped logback.xml. */
class LogLineTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL file = LogLineTest.class.getResource("/logback.xml");
        assertNotNull(file);
        configurator.doConfigure(file);
    }

    @Test
    void nothingInAMessageCanForgeALine() {
        String line = encode("ROOT", "LOG", "a\r\n12:00 INFO b\u001b[2J\u202e\u2028\u0085c", null);
        assertTrue(line.endsWith(" INFO  Thing - a 12:00 INFO b [2J c\n"), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void aStackTraceIsFoldedIntoItsLine() {
        String line = encode("ROOT", "LOG", "failed", new IllegalStateException("why\nnot"));
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains("failed java.lang.IllegalStateException: why not at "), line);
    }

    @Test
    void aReadyLineIsPrintedAsItIs() {
        assertEquals("queue ready on x\n", encode("weir.ready", "READY", "queue ready on x", null));
    }

    @Test
    void theWatchOverTheLoopsIsQuietUntilTheLauncherRaisesIt() {
        assertEquals(
                Level.OFF, context.getLogger(BlockedThreadChecker.LOGGER_NAME).getLevel());
    }

    private String encode(String appenderOf, String appender, String message, Throwable thrown) {
        Logger logger = context.getLogger("dev.weir.Thing");
        ILoggingEvent event = new LoggingEvent("here", logger, Level.INFO, message, thrown, null);
        OutputStreamAppender<ILoggingEvent> out = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(appenderOf).getAppender(appender);
        return new String(out.getEncoder().encode(event), StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
