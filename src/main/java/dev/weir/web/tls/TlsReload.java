package dev.weir.web.tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a running server the certificate that its files hold now. The files' sizes and times are looked at on a worker;
 * a change counts once it has stood still for one look, since certificate and key are replaced one after the other. A
 * pair that cannot be used leaves the old one in place. Connections already open keep theirs.
 *
 * <p>Belongs to the context it was started on.
 */
public final class TlsReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

    private final Vertx vertx;
    private final HttpServer server;
    private final TlsMaterial material;
    private final long timer;

    // Owned by the context that start() was called on.
    private ServerSSLOptions current;
    private List<String> settled;
    private List<String> lastSeen;
    private boolean busy;

    private TlsReload(Vertx vertx, HttpServer server, ServerSSLOptions current, TlsMaterial material, long everyMs) {
        this.vertx = vertx;
        this.server = server;
        this.material = material;
        this.current = current;
        // Nothing has been seen: the first looks compare the files with the pair in use, which may be older than they.
        this.settled = List.of();
        this.lastSeen = List.of();
        this.timer = vertx.setPeriodic(everyMs, id -> look());
    }

    /**
     * Starts looking. Call it on the context that owns the server; the looking ends with that context or {@link #close}.
     *
     * @param current the server's TLS options in use
     */
    public static TlsReload start(
            Vertx vertx, HttpServer server, ServerSSLOptions current, TlsMaterial material, long everyMs) {
        return new TlsReload(vertx, server, current, material, everyMs);
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (busy) {
            return;
        }
        busy = true;
        vertx.executeBlocking(this::stamps, false)
                .compose(this::judge)
                .onComplete(done -> busy = false)
                .onFailure(problem -> LOG.warn("the certificate in use stays: {}", problem.getMessage()));
    }

    private Future<Void> judge(List<String> seen) {
        boolean still = seen.equals(lastSeen);
        lastSeen = seen;
        if (!still || seen.equals(settled)) {
            return Future.succeededFuture();
        }
        settled = seen;
        return vertx.executeBlocking(material::load, false).compose(this::use);
    }

    private Future<Void> use(PemPair pair) {
        ServerSSLOptions next = TlsServerOptions.with(current, pair);
        return server.updateSSLOptions(next).map(changed -> {
            current = next;
            if (changed) {
                LOG.info(
                        "using the certificate in {}, good until {}",
                        material.cert(),
                        pair.certificate().getNotAfter().toInstant());
            }
            return null;
        });
    }

    private List<String> stamps() {
        List<String> stamps = new ArrayList<>();
        for (Path file : List.of(material.cert(), material.key())) {
            stamps.add(stamp(file));
        }
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.size() + " " + now.lastModifiedTime() + " " + now.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
