package dev.weir.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms of text a config holds. */
final class Texts {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    /** Relative paths are resolved by whoever knows {@code baseDir}. */
    static final TextType<Path> PATH =
            new TextType<>("a file path", Texts::path, Path::toString, Path.of(""), null, false);

    /** Where a link goes; the word {@code local} is handled before. */
    static final TextType<URI> LINK_URL = new TextType<>(
            "an address such as wss://host:8080, without a path, or \"local\"",
            Texts::linkUrl,
            URI::toString,
            LinkConfig.LOCAL_URL,
            "^(local|wss?://[^/?#@]+:[0-9]{1,5})$",
            false);

    /** An origin as browsers send it (RFC 6454 §6.2): scheme, host, port if not the usual one, nothing else. */
    static final TextType<String> ORIGIN = new TextType<>(
            "an origin such as https://example.org or https://example.org:8443",
            Texts::origin,
            text -> text,
            "",
            "^[A-Za-z][A-Za-z0-9+.-]*://[^/?#@]+$",
            false);

    /** A host name or an address, as it stands in a URL. */
    static final TextType<String> HOST = new TextType<>(
            "a host name or an IP address, without a port", Texts::host, text -> text, "", "^[^/?#@\\s]+$", false);

    static final TextType<String> MEMBER = new TextType<>(
            "a host such as 10.0.0.1 or 10.0.0.1:5701", Texts::member, text -> text, "", "^[^/?#@\\s]+$", false);

    static final TextType<String> CLUSTER_NAME = new TextType<>(
            "a name of letters, digits, . _ and -",
            text -> text.matches(NAME) ? text : null,
            text -> text,
            "",
            "^" + NAME + "$",
            false);

    private Texts() {}

    private static @Nullable String host(String text) {
        URI uri = bareUri("wss://" + text);
        return uri == null || uri.getPort() >= 0 ? null : text;
    }

    private static @Nullable String member(String text) {
        URI uri = bareUri("wss://" + text);
        return uri == null || uri.getPort() == 0 || uri.getPort() > 65_535 ? null : text;
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable URI linkUrl(String text) {
        return text.equals("local") ? LinkConfig.LOCAL_URL : address(text);
    }

    /** {@code wss://host:port} or {@code ws://host:port}, and nothing else. */
    static @Nullable URI address(String text) {
        URI uri = bareUri(text);
        boolean good = uri != null
                && (uri.getScheme().equals("wss") || uri.getScheme().equals("ws"))
                && uri.getPort() > 0
                && uri.getPort() <= 65535;
        return good ? uri : null;
    }

    /** Browsers send scheme and host in small letters, so origins are compared that way. */
    private static @Nullable String origin(String text) {
        return bareUri(text) == null ? null : text.toLowerCase(Locale.ROOT);
    }

    /** A URI of scheme, host and perhaps port alone. */
    private static @Nullable URI bareUri(String text) {
        try {
            URI uri = new URI(text);
            boolean bare = uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return bare ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
