package dev.weir.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Reads every line that is logged in this JVM, before the layout cleans it. */
final class LogWatch extends AppenderBase<ILoggingEvent> {
    /** Rows put this word into every content, password and query they send. */
    static final String SECRET = "s3cr3tW0rd";

    private static final List<String> FORBIDDEN = Stream.concat(
                    Stream.of(SECRET), IntStream.range(0, 3).mapToObj(LogWatch::inBase64))
            .toList();

    private final ConcurrentLinkedQueue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

    /** How the word looks within base64, at each of the three places it can begin; the ends depend on neighbours. */
    private static String inBase64(int before) {
        byte[] bytes = ("x".repeat(before) + SECRET).getBytes(StandardCharsets.UTF_8);
        String whole = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return whole.substring(before == 0 ? 0 : before + 1, whole.length() - 2);
    }

    static LogWatch attach() {
        LogWatch watch = new LogWatch();
        watch.start();
        root().addAppender(watch);
        return watch;
    }

    void detach() {
        root().detachAppender(this);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        lines.add(event);
    }

    void reset() {
        lines.clear();
    }

    /** What is wrong with the lines so far. */
    List<String> problems(boolean due) {
        List<String> bad = lines.stream()
                .filter(LogWatch::isUnclean)
                .map(e -> "unclean log line: " + e)
                .toList();
        boolean said = lines.stream().anyMatch(e -> e.getLoggerName().startsWith("dev.weir."));
        return due && !said && bad.isEmpty() ? List.of("the log says nothing") : bad;
    }

    private static boolean isUnclean(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        return event.getThrowableProxy() != null
                || event.getLevel().isGreaterOrEqual(Level.ERROR)
                || text.chars().anyMatch(Character::isISOControl)
                || text.length() > 300
                || FORBIDDEN.stream().anyMatch(text::contains);
    }
}
