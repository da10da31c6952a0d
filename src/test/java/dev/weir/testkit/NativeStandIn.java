package dev.weir.testkit;

import java.io.IOException;

/**
 * Stands in for a native service: TLS, hello/test, {@code weir.v1.json}. It decides nothing: a test takes each
 * connection with {@link #accept} and says every frame itself, so it can answer, hold back, leave holes and cut.
 */
public final class NativeStandIn implements AutoCloseable {
    private final StandIn service;

    private NativeStandIn(StandIn service) {
        this.service = service;
    }

    public static NativeStandIn start() throws IOException {
        return new NativeStandIn(StandIn.tls().speaking("weir.v1.json"));
    }

    /** On a port of one's choice, such as that of one that was closed. */
    public static NativeStandIn startAt(int port) throws IOException {
        return new NativeStandIn(StandIn.tls(TestCerts.SERVER, port).speaking("weir.v1.json"));
    }

    public int port() {
        return service.port();
    }

    /** The handshake side: to refuse, to drop, to look at requests. */
    public StandIn service() {
        return service;
    }

    public String url(String path) {
        return "wss://localhost:" + port() + path;
    }

    /** The next client, not yet welcomed. */
    public NativePeer accept() throws InterruptedException {
        return new NativePeer(service.accept());
    }

    /** The next client, welcomed as the usual user in the usual epoch. */
    public NativePeer welcome() throws InterruptedException, IOException {
        return accept().welcome(25_000);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
