package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small file system of its own, mounted below a test's directory while this is open. Where the test may not mount, or the
 * kernel has not what it takes, it is skipped, and says so.
 */
final class SmallDisk implements AutoCloseable {
    private static final String FULL = "filler";

    private final Path at;
    private final String loop;
    private boolean mounted;

    private SmallDisk(Path at, String loop) {
        this.at = at;
        this.loop = loop;
    }

    /** In memory. */
    static SmallDisk memory(Path at, int mebibytes) throws IOException {
        SmallDisk disk = new SmallDisk(Files.createDirectories(at), "");
        disk.mount("-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs");
        return disk;
    }

    /** An ext4 in an image file beside the mount point, read-only from its first error on. */
    static SmallDisk image(Path at, int mebibytes) throws IOException {
        Path image = at.resolveSibling(at.getFileName() + ".image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        assumeTrue(run("mkfs.ext4", "-q", image.toString()).exit() == 0, "there is no mkfs.ext4");
        Ran attached = run("losetup", "--find", "--show", image.toString());
        assumeTrue(attached.exit() == 0, "no loop device: " + attached.said());
        // What is done to the device below must never hit another one.
        assertTrue(attached.said().matches("/dev/loop\\d+"), attached.said());
        SmallDisk disk = new SmallDisk(Files.createDirectories(at), attached.said());
        try {
            disk.mountImage();
            return disk;
        } catch (IOException | RuntimeException | Error e) {
            disk.close();
            throw e;
        }
    }

    private void mountImage() throws IOException {
        mount("-t", "ext4", "-o", "errors=remount-ro", loop);
    }

    private void mount(String... how) throws IOException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(how));
        command.add(at.toString());
        Ran ran = run(command.toArray(new String[0]));
        assumeTrue(ran.exit() == 0, "a file system cannot be mounted here: " + ran.said());
        mounted = true;
    }

    /** Takes so much of it away from everybody else. */
    void fill(int mebibytes) throws IOException {
        byte[] part = new byte[1 << 20];
        try (var out = Files.newOutputStream(at.resolve(FULL))) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(part);
            }
        }
    }

    /** Gives it back. */
    void empty() throws IOException {
        Files.delete(at.resolve(FULL));
    }

    /** What the kernel does when it meets an error in an ext4: the file system is read-only, whoever is writing to it. */
    void fail() throws IOException {
        Path trigger = Path.of("/sys/fs/ext4", loop.substring("/dev/".length()), "trigger_fs_error");
        assumeTrue(Files.isWritable(trigger), "this kernel does not let an ext4 fail");
        Files.writeString(trigger, "1");
    }

    /** Makes it read-only; nobody may have a file of it open for writing. */
    void readOnly() throws IOException {
        assertEquals(0, run("mount", "-o", "remount,ro", at.toString()).exit());
    }

    /** Checks it and mounts it for writing again, after a failure. */
    void repair() throws IOException {
        unmount();
        Ran check = run("fsck.ext4", "-p", "-f", loop);
        assertTrue(check.exit() <= 1, check.said());
        mountImage();
    }

    private void unmount() throws IOException {
        if (mounted) {
            Ran ran = run("umount", at.toString());
            if (ran.exit() != 0) {
                run("umount", "-l", at.toString());
            }
            mounted = false;
            assertEquals(0, ran.exit(), ran.said());
        }
    }

    private record Ran(int exit, String said) {}

    private static Ran run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Ran(-1, String.valueOf(e.getMessage()));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue(), said.strip());
    }

    @Override
    public void close() throws IOException {
        try {
            unmount();
        } finally {
            if (!loop.isEmpty()) {
                run("losetup", "--detach", loop);
            }
        }
    }
}
