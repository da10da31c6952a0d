package dev.weir.client;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a connection could not be made, in one line, and whether trying again may help. */
final class ConnectFailures {
    private ConnectFailures() {}

    static WeirException of(URI url, Throwable problem) {
        String to = "cannot connect to " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath() + ": ";
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException refused) {
                return refusal(to, refused.getResponse().statusCode());
            }
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                return WeirException.here(
                        WeirException.TLS,
                        false,
                        to + "the server's certificate is not trusted or is for another name");
            }
            if (cause instanceof SSLException
                    && String.valueOf(cause.getMessage())
                            .toLowerCase(Locale.ROOT)
                            .contains("unrecognized ssl message")) {
                return WeirException.here(WeirException.TLS, false, to + "the server does not speak TLS there");
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return unreachable(to + "the host is unknown");
            }
            if (cause instanceof HttpTimeoutException) {
                return unreachable(to + "no answer in time");
            }
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return unreachable(to + "nothing accepts connections there");
            }
        }
        return unreachable(to + "the connection ended during the handshake ("
                + problem.getClass().getSimpleName() + ")");
    }

    private static WeirException unreachable(String words) {
        return WeirException.here(WeirException.UNREACHABLE, true, words);
    }

    private static WeirException refusal(String to, int status) {
        return switch (status) {
            // The original's services answer wrong credentials with an empty 200.
            case 200, 401 ->
                new WeirException(401, WeirException.UNAUTHORIZED, false, to + "user or password not accepted");
            case 403 -> new WeirException(403, "forbidden", false, to + "this user may not connect there (403)");
            case 404 -> new WeirException(404, "notFound", false, to + "no such path there (404)");
            default -> {
                boolean later = status == 429 || status >= 500;
                yield new WeirException(
                        status, WeirException.UNREACHABLE, later, to + "refused with HTTP status " + status);
            }
        };
    }
}
