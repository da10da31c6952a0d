package dev.weir.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment that nothing is in yet. It is open from the moment it is made: then a process that has run out of file
 * descriptors makes no more of them, which is tried again, and never fails to begin one, after which nothing is written.
 *
 * @param channel owned by whoever has the spare; the writer's, once it begins it
 */
record Spare(long number, FileChannel channel) {
    private static final Logger LOG = LoggerFactory.getLogger(Spare.class);

    /** Those that are there; all or none. */
    static List<Spare> open(Disk disk, LogFiles files, List<Long> numbers) throws IOException {
        List<Spare> spares = new ArrayList<>();
        try {
            for (long number : numbers) {
                spares.add(new Spare(number, disk.openToWrite(files.segment(number))));
            }
            return spares;
        } catch (IOException e) {
            spares.forEach(Spare::close);
            throw e;
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("segment {}: {}", number, e.toString());
        }
    }
}
