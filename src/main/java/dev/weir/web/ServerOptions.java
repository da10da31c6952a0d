package dev.weir.web;

import dev.weir.config.ServiceConfig;
import dev.weir.web.tls.PemPair;
import dev.weir.web.tls.TlsProblem;
import dev.weir.web.tls.TlsServerOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Vert.x's settings for our servers: HTTP/1.1 only, nothing compressed, nothing upgraded but to a WebSocket. */
final class ServerOptions {
    private static final int REQUEST_LINE_BYTES_MAX = 4096;

    private ServerOptions() {}

    static HttpServerOptions of(ServiceConfig config, @Nullable PemPair pair) throws TlsProblem {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.server().host())
                .setPort(config.server().port())
                .setAcceptBacklog(config.server().acceptBacklog())
                .setMaxHeaderSize(config.limits().headerBytesMax())
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(SubprotocolOffer.NATIVE_JSON))
                .setMaxWebSocketFrameSize(config.limits().messageBytesMax())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        options.setSslHandshakeTimeout(config.limits().handshakeTimeoutMs())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return pair == null
                ? options
                : TlsServerOptions.apply(options, pair, config.tls().engine());
    }
}
