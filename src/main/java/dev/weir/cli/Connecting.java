package dev.weir.cli;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** How the demo connects to a service, and what it says when that fails. */
final class Connecting {
    /** For TCP, for TLS and for the handshake each. */
    static final int LIMIT_MS = 5_000;

    static final int MESSAGE_BYTES_MAX = 16 << 20;

    private Connecting() {}

    /** TLS rules: verify by {@code --trust} or else by the system's certificates, unless the host is this machine. */
    static WebSocketClientOptions clientOptions(URI url, DemoOptions options) {
        WebSocketClientOptions client = new WebSocketClientOptions()
                .setSsl(isTls(url))
                .setVerifyHost(true)
                .setConnectTimeout(LIMIT_MS)
                .setSslHandshakeTimeout(LIMIT_MS / 1_000)
                .setClosingTimeout(1)
                .setTcpKeepAlive(true)
                .setMaxFrameSize(MESSAGE_BYTES_MAX)
                .setMaxMessageSize(MESSAGE_BYTES_MAX);
        if (options.trust().isPresent()) {
            String pem = options.trust().get().toAbsolutePath().toString();
            client.setTrustOptions(new PemTrustOptions().addCertPath(pem));
        } else if (isLoopback(host(url))) {
            client.setTrustAll(true).setVerifyHost(false);
        }
        return client;
    }

    /** The handshake: Basic credentials (RFC 7617, UTF-8) and no subprotocol. */
    static WebSocketConnectOptions request(URI url, DemoOptions options) {
        byte[] pair = (options.user() + ":" + options.password()).getBytes(StandardCharsets.UTF_8);
        WebSocketConnectOptions request = new WebSocketConnectOptions();
        request.setTimeout(LIMIT_MS);
        request.setHost(host(url));
        request.setPort(url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80);
        request.setSsl(isTls(url));
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        request.setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
        request.addHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        return request;
    }

    /** One line for the user: what happened and what to do. */
    static DemoFailure failure(URI url, Throwable cause) {
        return new DemoFailure("cannot connect to " + url + ": " + advice(cause));
    }

    private static String advice(Throwable cause) {
        if (cause instanceof UpgradeRejectedException rejected) {
            return refusal(rejected.getStatus());
        }
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof SSLException) {
                return "TLS failed; give the certificate to trust with --trust, and check that the service speaks TLS";
            }
            if (c instanceof UnknownHostException) {
                return "unknown host; check --host";
            }
            if (c instanceof ConnectException) {
                return "nothing accepts connections there; start the service (weir up) or check --host and the URLs";
            }
            if (c instanceof TimeoutException) {
                return "no answer in time; check --host and the URLs";
            }
        }
        return "the service ended the connection (" + cause.getMessage() + "); check the URL and its log";
    }

    private static String refusal(int status) {
        return switch (status) {
            // The original's services answer wrong credentials with an empty 200.
            case 200, 401 -> "user or password not accepted; check --user, --password-file or WEIR_PASSWORD";
            case 403 -> "this user may not do that (403); use another --user";
            case 404 -> "no such path there (404); check --publish-url and --subscribe-url";
            default -> "the service refused with HTTP status " + status + "; try again later or check the URL";
        };
    }

    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }

    private static boolean isTls(URI url) {
        return url.getScheme().equals("wss");
    }

    private static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
