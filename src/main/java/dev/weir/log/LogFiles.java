package dev.weir.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names in the log's directory. */
record LogFiles(Path dir) {
    static final String TEMP = ".tmp";

    Path lock() {
        return dir.resolve("lock");
    }

    Path meta() {
        return dir.resolve("meta");
    }

    Path segment(long number) {
        return dir.resolve("%016d.seg".formatted(number));
    }

    Path snapshot(long index) {
        return dir.resolve("%020d.snap".formatted(index));
    }

    SortedMap<Long, Path> segments() throws IOException {
        return numbered("[0-9]{16}\\.seg");
    }

    SortedMap<Long, Path> snapshots() throws IOException {
        return numbered("[0-9]{20}\\.snap");
    }

    private SortedMap<Long, Path> numbered(String pattern) throws IOException {
        SortedMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.matches(pattern)) {
                    found.put(number(file), file);
                }
            }
        }
        return found;
    }

    /** The size that all segments have; the longest one's, if something has cut one short. */
    long segmentBytes() throws IOException {
        long longest = 0;
        for (Path file : segments().values()) {
            longest = Math.max(longest, Files.size(file));
        }
        return longest;
    }

    /** What was not finished when a process ended. */
    void removeTemporary() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*" + TEMP)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }
}
