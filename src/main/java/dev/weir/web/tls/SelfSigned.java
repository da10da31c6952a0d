package dev.weir.web.tls;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a developer's machine. It is made in a directory of its own that then gets its final name in one
 * step, so whoever sees the directory sees a whole pair, and of several services that start together one wins and all
 * use what it made.
 */
final class SelfSigned {
    private static final Logger LOG = LoggerFactory.getLogger(SelfSigned.class);

    private SelfSigned() {}

    /**
     * The pair in {@code directory}, made first if the directory is not there. Services of one process wait for each
     * other here, on their workers, rather than each run a process to find its result unneeded.
     */
    static synchronized TlsMaterial findOrMake(Path directory) throws TlsProblem {
        TlsMaterial material = TlsMaterial.in(directory);
        if (Files.exists(material.cert()) && Files.exists(material.key())) {
            return material;
        }
        try {
            Path parent = Files.createDirectories(directory.toAbsolutePath().getParent());
            Path draft = Files.createTempDirectory(parent, "tls-draft-");
            try {
                fill(draft);
                publish(draft, directory);
            } finally {
                remove(draft);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsProblem(
                    "cannot make a self-signed certificate in " + directory + " (" + e.getMessage()
                            + "); make the directory writable, or set tls.cert and tls.key",
                    e);
        }
        return material;
    }

    private static void fill(Path draft) throws IOException, GeneralSecurityException {
        Keytool.Pair pair = Keytool.makePair(draft);
        TlsMaterial material = TlsMaterial.in(draft);
        Files.write(material.cert(), Pem.encode(pair.certificate()), StandardOpenOption.CREATE_NEW);
        writePrivately(material.key(), pair.key());
    }

    /** The file has its narrow rights before it has content. */
    private static void writePrivately(Path file, PrivateKey key) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.write(file, Pem.encode(key), StandardOpenOption.WRITE);
    }

    /** A rename replaces no directory that has something in it: then another was first, and its pair is used. */
    private static void publish(Path draft, Path directory) throws IOException {
        try {
            Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("made a self-signed certificate for localhost, good for 10 years, in {}", directory);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            TlsMaterial others = TlsMaterial.in(directory);
            if (!Files.exists(others.cert()) || !Files.exists(others.key())) {
                throw e;
            }
        }
    }

    private static void remove(Path draft) throws IOException {
        if (Files.exists(draft)) {
            try (Stream<Path> files = Files.list(draft)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(draft);
        }
    }
}
