package dev.weir.web.tls;

import dev.weir.config.TlsEngine;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sets a checked pair on a server's options. */
public final class TlsServerOptions {
    static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    private TlsServerOptions() {}

    /**
     * Switches TLS on: 1.2 and 1.3 only; no ALPN, as there is nothing but HTTP/1.1; no SNI, as there is one certificate
     * (and choosing by name has been a way to exhaust memory, CVE-2026-6860).
     *
     * @return {@code options}
     * @throws TlsProblem if the engine asked for is not there
     */
    public static HttpServerOptions apply(HttpServerOptions options, PemPair pair, TlsEngine engine) throws TlsProblem {
        return options.setSsl(true)
                .setSslEngineOptions(engine(engine))
                .setKeyCertOptions(pair.options())
                .setUseAlpn(false)
                .setSni(false)
                .setEnabledSecureTransportProtocols(versions());
    }

    /** The running server's settings with another pair, for {@code updateSSLOptions}. */
    static ServerSSLOptions with(ServerSSLOptions current, PemPair pair) {
        return current.copy().setKeyCertOptions(pair.options());
    }

    /** Whether OpenSSL's native library loads here. */
    public static boolean isOpenSslThere() {
        return OpenSSLEngineOptions.isAvailable();
    }

    private static SSLEngineOptions engine(TlsEngine engine) throws TlsProblem {
        if (engine == TlsEngine.JDK || (engine == TlsEngine.AUTO && !isOpenSslThere())) {
            return new JdkSSLEngineOptions();
        }
        if (!isOpenSslThere()) {
            throw new TlsProblem("tls.engine is openssl, but its library does not load here; use auto or jdk");
        }
        return new OpenSSLEngineOptions();
    }

    static Set<String> versions() {
        return new LinkedHashSet<>(VERSIONS);
    }
}
