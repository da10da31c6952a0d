package dev.weir.web.tls;

import dev.weir.config.Profile;
import dev.weir.config.TlsConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The two files a server's TLS rests on.
 *
 * @param cert PEM, the server's certificate first, then those that lead to a root
 * @param key PEM, not encrypted
 */
public record TlsMaterial(Path cert, Path key) {
    /** Names the directory with {@code server.crt} and {@code server.key}, as the original system has it. */
    public static final String CERT_DIR_VARIABLE = "WS_CERT_DIR";

    static final String CERT_NAME = "server.crt";
    static final String KEY_NAME = "server.key";

    /**
     * The config's files, else those in {@code WS_CERT_DIR}, else in dev a self-signed pair under {@code dataDir}, made
     * if it is not there. The pair found has been read and checked. Reads files and may run a process: not for event
     * loops.
     *
     * @throws TlsProblem if there are no files or they cannot be used
     */
    public static TlsMaterial resolve(TlsConfig tls, Profile profile, Path dataDir, Map<String, String> env)
            throws TlsProblem {
        TlsMaterial material = find(tls, profile, dataDir, env);
        material.load();
        return material;
    }

    private static TlsMaterial find(TlsConfig tls, Profile profile, Path dataDir, Map<String, String> env)
            throws TlsProblem {
        Path cert = tls.cert();
        Path key = tls.key();
        if (cert != null && key != null) {
            return new TlsMaterial(cert, key);
        }
        String named = env.getOrDefault(CERT_DIR_VARIABLE, "");
        if (!named.isEmpty()) {
            try {
                return in(Path.of(named).toAbsolutePath());
            } catch (InvalidPathException e) {
                throw new TlsProblem(CERT_DIR_VARIABLE + " does not name a directory; correct or unset it", e);
            }
        }
        if (profile == Profile.DEV) {
            return SelfSigned.findOrMake(dataDir.resolve("tls"));
        }
        throw new TlsProblem("no TLS certificate: set tls.cert and tls.key in the config, or " + CERT_DIR_VARIABLE
                + " to the directory of " + CERT_NAME + " and " + KEY_NAME);
    }

    static TlsMaterial in(Path directory) {
        return new TlsMaterial(directory.resolve(CERT_NAME), directory.resolve(KEY_NAME));
    }

    /** Reads and checks both files as they are now. Blocks. */
    public PemPair load() throws TlsProblem {
        return PemPair.read(this);
    }
}
