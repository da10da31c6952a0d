package dev.weir.cli;

import dev.weir.client.ClientOptions;
import dev.weir.client.Trust;
import dev.weir.client.WeirException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has which talks to a service. */
final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The service (wss://localhost:8081 for pub, else wss://localhost:8082).")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user; without it the environment's WEIR_USER, else \"hello\".")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Its first line is the password; without it the environment's WEIR_PASSWORD,"
                    + " else \"test\" as in development.")
    private @Nullable Path passwordFile;

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificates (PEM) to trust instead of the system's.")
    private @Nullable Path ca;

    @Option(
            names = "--insecure",
            description = "Trusts any certificate: for tests on one machine; whoever sits between reads the password.")
    private boolean insecure;

    /** The URL, with the usual path if it has none. */
    URI url(String usual, String path) throws UsageError {
        return checked("--url", url == null ? usual : url, path);
    }

    /** The other URL, of a command that publishes beside what {@code --url} is for. */
    URI publishUrl(@Nullable String given) throws UsageError {
        if ((given == null) != (url == null)) {
            throw new UsageError("--url and --publish-url belong together; --help tells more");
        }
        return checked("--publish-url", given == null ? "wss://localhost:8081" : given, "/publish");
    }

    private static URI checked(String option, String text, String path) throws UsageError {
        try {
            URI given = new URI(text);
            boolean webSocket = "wss".equals(given.getScheme()) || "ws".equals(given.getScheme());
            if (webSocket && given.getHost() != null && given.getUserInfo() == null && given.getFragment() == null) {
                return given.getRawPath().length() > 1 ? given : given.resolve(path);
            }
        } catch (URISyntaxException e) {
            // Said below, without the text: it may hold a password.
        }
        throw new UsageError(option + " must look like wss://HOST:PORT, without a user in it; --help tells more");
    }

    /** Options with user, password and trust set. */
    ClientOptions.Builder client(Map<String, String> env) throws UsageError {
        String name = user == null ? Tool.orElse(env, "WEIR_USER", "hello") : user;
        if (name.isEmpty() || name.contains(":")) {
            throw new UsageError("--user (or WEIR_USER) must not be empty or hold a colon");
        }
        if (insecure && ca != null) {
            throw new UsageError("--ca and --insecure exclude each other");
        }
        String password =
                passwordFile == null ? Tool.orElse(env, "WEIR_PASSWORD", "test") : PasswordFile.firstLine(passwordFile);
        return ClientOptions.builder().credentials(name, password).trust(trust());
    }

    /** Options for what goes over {@code /subscribe}, with a listener that says on stderr what happens. */
    ClientOptions.Builder subscriber(Map<String, String> env, String command, PrintStream err) throws UsageError {
        return client(env)
                .subscribeUrl(url("wss://localhost:8082", "/subscribe"))
                .listener(new ErrListener(command, err));
    }

    private Trust trust() throws UsageError {
        try {
            return insecure ? Trust.anybody() : ca == null ? Trust.system() : Trust.pem(ca);
        } catch (WeirException e) {
            throw new UsageError("--ca: " + e.words());
        }
    }

    /** What to do about a failure, in this command's words. */
    static String advice(WeirException failure) {
        String what = failure.words();
        return switch (failure.name()) {
            case WeirException.UNAUTHORIZED -> what + "; check --user, --password-file or WEIR_PASSWORD";
            case WeirException.TLS -> what + "; name the certificate to trust with --ca FILE, or check --url";
            case WeirException.UNREACHABLE -> what + "; start the service (weir up) or check --url";
            case "notFound", WeirException.BAD_ANSWER -> what + "; check --url";
            case "unknownGroup" -> what + "; weir groups lists those there are";
            case "forbidden" -> what + "; use another --user or ask for the right";
            default -> what;
        };
    }
}
