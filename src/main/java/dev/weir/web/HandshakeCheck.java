package dev.weir.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 6455 §4.2.1 asks of an opening handshake, and the Origin rule of §10.2. Vert.x lets through old versions,
 * short keys, HTTP/1.0 and unknown subprotocols, so all of it is checked here. Total.
 */
final class HandshakeCheck {
    private static final int HEADERS_MAX = 100;

    private final Set<String> origins;

    HandshakeCheck(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** What can be judged before anybody has proved who it is: the request itself. */
    @Nullable
    Refusal form(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.entries().size() > HEADERS_MAX) {
            return new Refusal(431, "over " + HEADERS_MAX + " headers");
        }
        if (request.version() != HttpVersion.HTTP_1_1) {
            return new Refusal(400, "HTTP/1.1 is needed");
        }
        if (!HttpMethod.GET.equals(request.method())) {
            return new Refusal(405, "only GET can be upgraded to a WebSocket");
        }
        if (headers.getAll("Host").size() != 1 || request.authority() == null) {
            return new Refusal(400, "one Host header is needed");
        }
        if (headers.contains("Transfer-Encoding")
                || !"0".equals(headers.get("Content-Length") == null ? "0" : headers.get("Content-Length"))) {
            return new Refusal(400, "a handshake has no body");
        }
        return null;
    }

    /** What is judged after that: whether it is a handshake this endpoint can answer with 101. */
    @Nullable
    Refusal upgrade(HttpServerRequest request, Endpoint endpoint, SubprotocolOffer offer) {
        MultiMap headers = request.headers();
        if (!has(headers, "Upgrade", "websocket") || !has(headers, "Connection", "upgrade")) {
            return new Refusal(400, "this is a WebSocket endpoint: Upgrade and Connection headers are needed");
        }
        if (!List.of("13").equals(headers.getAll("Sec-WebSocket-Version"))) {
            return new Refusal(426, "WebSocket version 13 is needed");
        }
        if (!isKey(headers.getAll("Sec-WebSocket-Key"))) {
            return new Refusal(400, "one Sec-WebSocket-Key of 16 bytes is needed");
        }
        if (offer.made() && !endpoint.nativeJson()) {
            return new Refusal(400, "no subprotocol is known here: offer none");
        }
        if (offer.made() && !offer.nativeJson()) {
            return new Refusal(400, "the one subprotocol known here is " + SubprotocolOffer.NATIVE_JSON);
        }
        return origin(headers, request);
    }

    private @Nullable Refusal origin(MultiMap headers, HttpServerRequest request) {
        List<String> given = headers.getAll("Origin");
        if (given.isEmpty()) {
            return null;
        }
        String origin = given.get(0).toLowerCase(Locale.ROOT);
        String host = headers.get("Host").toLowerCase(Locale.ROOT);
        String own = (request.isSSL() ? "https://" : "http://") + host;
        return given.size() == 1 && (origin.equals(own) || origins.contains(origin))
                ? null
                : new Refusal(403, "this Origin is not in limits.origins");
    }

    private static boolean has(MultiMap headers, String name, String token) {
        for (String line : headers.getAll(name)) {
            for (String part : line.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.get(0).length() != 24) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(keys.get(0)).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
