package dev.weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file whose first line is a password. */
final class PasswordFile {
    private static final long BYTES_MAX = 64 << 10;

    private PasswordFile() {}

    static String firstLine(Path file) throws UsageError {
        try {
            if (Files.size(file) <= BYTES_MAX) {
                return Files.readString(file).lines().findFirst().orElse("");
            }
        } catch (IOException e) {
            // As unreadable as a huge one.
        }
        throw new UsageError("--password-file: no readable text file " + file);
    }
}
