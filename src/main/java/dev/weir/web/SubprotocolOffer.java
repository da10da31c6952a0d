package dev.weir.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake says about subprotocols (RFC 6455 §11.3.4). The native protocol is asked for by the name {@link
 * #NATIVE_JSON} in {@code Sec-WebSocket-Protocol} or, by tools that cannot set that header, by {@code ?protocol=} in the
 * URL.
 *
 * <p>Pages in a browser can set no {@code Authorization}, so their Basic credentials may stand beside the name, as
 * {@code weir.basic.} and the base64url of {@code user:password} without padding. That is never selected, logged or put
 * into an answer. Total.
 *
 * @param made whether the handshake says anything of the kind
 * @param nativeJson whether the native protocol is offered
 * @param authorization the credentials offered, as values of {@code Authorization} headers
 */
record SubprotocolOffer(boolean made, boolean nativeJson, List<String> authorization) {
    static final String NATIVE_JSON = "weir.v1.json";
    static final String HEADER = "Sec-WebSocket-Protocol";

    private static final String BASIC = "weir.basic.";
    private static final String PARAMETER = "protocol=";

    /**
     * Reads the offer.
     *
     * @param headers the values of all headers named {@link #HEADER}
     * @param query what follows the question mark, null when there is none
     */
    static SubprotocolOffer of(List<String> headers, @Nullable String query) {
        boolean named = false;
        List<String> authorization = new ArrayList<>();
        for (String header : headers) {
            for (String part : header.split(",", -1)) {
                String name = part.strip();
                named |= name.equals(NATIVE_JSON);
                if (name.startsWith(BASIC)) {
                    authorization.add("Basic " + padded(name.substring(BASIC.length())));
                }
            }
        }
        List<String> asked = new ArrayList<>();
        for (String part : Objects.requireNonNullElse(query, "").split("&", -1)) {
            if (part.startsWith(PARAMETER)) {
                asked.add(part.substring(PARAMETER.length()));
            }
        }
        boolean inQuery = asked.equals(List.of(NATIVE_JSON));
        boolean nativeJson = (headers.isEmpty() || named) && (asked.isEmpty() || inQuery) && (named || inQuery);
        return new SubprotocolOffer(!headers.isEmpty() || !asked.isEmpty(), nativeJson, List.copyOf(authorization));
    }

    /** The base64 of this base64url; what has other letters than that alphabet becomes something nobody takes. */
    private static String padded(String base64Url) {
        if (!base64Url.matches("[A-Za-z0-9_-]*")) {
            return "";
        }
        return base64Url.replace('-', '+').replace('_', '/') + "=".repeat((4 - base64Url.length() % 4) % 4);
    }

    /** Without what was offered, so that no log line can show it. */
    @Override
    public String toString() {
        return "SubprotocolOffer[nativeJson=" + nativeJson + "]";
    }
}
