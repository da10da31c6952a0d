package dev.weir.web.tls;

import dev.weir.config.LinkConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sets on a client's options how a link is to know its queue. */
public final class TlsClientOptions {
    private TlsClientOptions() {}

    /**
     * TLS as the link says: none for {@code ws://}; unchecked if {@code insecure}; else by certificates from
     * {@code trust} or, without it, the JDK's, and by the name in the URL. Reads a file: not for event loops.
     *
     * @return {@code options}
     */
    public static WebSocketClientOptions apply(WebSocketClientOptions options, LinkConfig link) throws TlsProblem {
        if (!link.isTls()) {
            return options.setSsl(false);
        }
        options.setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(TlsServerOptions.versions())
                .setTrustAll(link.insecure())
                .setVerifyHost(!link.insecure());
        Path trust = link.trust();
        return trust == null ? options : options.setTrustOptions(trusting(trust));
    }

    private static PemTrustOptions trusting(Path trust) throws TlsProblem {
        try {
            byte[] pem = Files.readAllBytes(trust);
            Pem.certificate(pem, trust);
            return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
        } catch (IOException e) {
            throw new TlsProblem("link.trust: " + trust + " cannot be read; correct its path or rights", e);
        }
    }
}
