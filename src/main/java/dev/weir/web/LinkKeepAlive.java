package dev.weir.web;

/** The keep-alive of a link, at the end that connected: a wheel of its own, gone with the connection. */
public final class LinkKeepAlive {
    private LinkKeepAlive() {}

    public static Connection watch(Connection connection, long heartbeatMs) {
        KeepAlive wheel = new KeepAlive(connection.channel().eventLoop(), heartbeatMs);
        wheel.watch(connection);
        connection.channel().closeFuture().addListener(gone -> wheel.stop());
        return connection;
    }
}
