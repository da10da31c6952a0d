package dev.weir.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain HTTP answers. Each is the end of its connection: what follows a refused handshake is not to be read as another
 * request, and {@link Linger} sees to it that the answer arrives.
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Answers with one log line that says where, by our own name for it; nothing of what the client wrote. */
    static void refuse(HttpServerRequest request, String where, Refusal refusal) {
        LOG.info(
                "{} to {} on {}: {}", refusal.status(), Admission.addressOf(channel(request)), where, refusal.reason());
        send(request, refusal.status(), refusal.reason());
    }

    /** For what the HTTP decoder could not read. */
    static void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(request, "a request", new Refusal(414, "request line too long"));
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, "a request", new Refusal(431, "headers too long"));
        } else {
            refuse(request, "a request", new Refusal(400, "not HTTP/1.1"));
        }
    }

    static void send(HttpServerRequest request, int status, String text) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Connection", "close");
        switch (status) {
            case 401 -> response.putHeader("WWW-Authenticate", "Basic realm=\"weir\"");
            case 405 -> response.putHeader("Allow", "GET");
            case 426 -> response.putHeader("Sec-WebSocket-Version", "13");
            default -> {}
        }
        request.resume();
        response.end(text + "\n").onComplete(sent -> Linger.end(channel(request)));
    }

    static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext().channel();
    }
}
