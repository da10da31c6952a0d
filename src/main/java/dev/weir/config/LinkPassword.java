package dev.weir.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The password a link logs in with, wherever the config keeps it. */
public final class LinkPassword {
    private LinkPassword() {}

    /**
     * The config's password, or the first line of its file. Blocks.
     *
     * @throws ConfigException if the file cannot be read or is empty, or the link is local and has none
     */
    public static Secret read(LinkConfig link) {
        Secret inline = link.password();
        if (inline != null) {
            return inline;
        }
        Path file = link.passwordFile();
        if (file == null) {
            throw new ConfigException("link.password", "missing; a local link needs none and asks for none");
        }
        String first;
        try {
            first = Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new ConfigException(
                    "link.passwordFile",
                    file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); put the password on its first line");
        }
        if (first.isEmpty()) {
            throw new ConfigException("link.passwordFile", file + " is empty; put the password on its first line");
        }
        return new Secret(first);
    }
}
