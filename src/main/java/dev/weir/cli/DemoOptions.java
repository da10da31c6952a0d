package dev.weir.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The demo's command line, checked. {@code trust} is a PEM file of certificates to believe in. */
record DemoOptions(URI publish, URI subscribe, String user, String password, Optional<Path> trust) {
    static final String HELP = """
            Usage: weir demo [options]

            Type:  sub TOPIC  |  unsub TOPIC  |  TOPIC MESSAGE  |  exit
            Sent messages are shown as >[topic] message, received ones as <[topic] message.

              --host NAME           host of both services (localhost)
              --publish-url URL     publisher service (wss://HOST:8081/publish)
              --subscribe-url URL   subscriber service (wss://HOST:8082/subscribe)
              --user NAME           user (hello)
              --password-file FILE  file whose first line is the password; without it the
                                    environment's WEIR_PASSWORD, else "test" as in development
              --trust PEM           certificates to trust instead of the system's
              --help                this text

            Certificates are verified, except when the host is this machine itself (localhost,
            127.x.x.x, ::1) and --trust is not given.
            Exit code: 0 done, 1 connection refused or lost, 2 wrong options.
            """;

    private static final Set<String> NAMES =
            Set.of("--host", "--publish-url", "--subscribe-url", "--user", "--password-file", "--trust");

    /** Reads the options; each may be given once, as {@code --name value} or {@code --name=value}. */
    static DemoOptions parse(List<String> args, Map<String, String> env) throws UsageError {
        Map<String, String> given = pairs(args);
        String host = given.getOrDefault("--host", "localhost");
        String authority = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        String user = given.getOrDefault("--user", "hello");
        if (user.isEmpty() || user.contains(":")) {
            throw new UsageError("--user must not be empty or hold a colon");
        }
        return new DemoOptions(
                url("--publish-url", given.getOrDefault("--publish-url", "wss://" + authority + ":8081/publish")),
                url("--subscribe-url", given.getOrDefault("--subscribe-url", "wss://" + authority + ":8082/subscribe")),
                user,
                password(given, env),
                trust(given));
    }

    private static Map<String, String> pairs(List<String> args) throws UsageError {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (!NAMES.contains(name)) {
                throw new UsageError("unknown option " + name);
            }
            if (equals < 0 && ++i == args.size()) {
                throw new UsageError(name + " needs a value");
            }
            if (given.put(name, equals < 0 ? args.get(i) : arg.substring(equals + 1)) != null) {
                throw new UsageError(name + " is given twice");
            }
        }
        return given;
    }

    private static URI url(String option, String text) throws UsageError {
        try {
            URI url = new URI(text);
            boolean webSocket = "wss".equals(url.getScheme()) || "ws".equals(url.getScheme());
            if (webSocket && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, without the text: it may hold a password.
        }
        throw new UsageError(option + " (or --host) does not make a URL like wss://HOST:PORT/PATH");
    }

    private static String password(Map<String, String> given, Map<String, String> env) throws UsageError {
        String file = given.get("--password-file");
        if (file == null) {
            return env.getOrDefault("WEIR_PASSWORD", "test");
        }
        try {
            return Files.readString(readable("--password-file", file))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UsageError("--password-file cannot be read as UTF-8 text: " + file);
        }
    }

    private static Optional<Path> trust(Map<String, String> given) throws UsageError {
        String file = given.get("--trust");
        if (file == null) {
            return Optional.empty();
        }
        Path path = readable("--trust", file);
        try (InputStream in = Files.newInputStream(path)) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty()) {
                return Optional.of(path);
            }
        } catch (IOException | CertificateException e) {
            // As good as an empty one.
        }
        throw new UsageError("--trust: no PEM certificate in " + file);
    }

    private static Path readable(String option, String file) throws UsageError {
        try {
            Path path = Path.of(file);
            if (Files.isReadable(path) && !Files.isDirectory(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // As unreadable as a missing one.
        }
        throw new UsageError(option + ": no readable file " + file);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "DemoOptions[" + publish + ", " + subscribe + ", " + user + "]";
    }
}
