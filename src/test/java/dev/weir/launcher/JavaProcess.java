package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process in a directory of its own. Its stdout is read line by line, its stderr goes to a file. */
final class JavaProcess {
    static final String JAR = Path.of("target/weir.jar").toAbsolutePath().toString();

    private final Process process;
    private final BufferedReader reader;
    private final Path errFile;
    private final StringBuilder out = new StringBuilder();

    private JavaProcess(Process process, Path errFile) {
        this.process = process;
        this.reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.errFile = errFile;
    }

    static JavaProcess start(Path dir, List<String> what, List<String> words) throws IOException {
        Path errFile = Files.createTempFile(dir, "stderr", ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // As the start script has it; with -cp the jar's manifest does not say it.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(what);
        command.addAll(words);
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectError(errFile.toFile())
                .start();
        return new JavaProcess(process, errFile);
    }

    /** Waits for a line that starts so; the test's own time limit bounds it. */
    void awaitOut(String start) throws IOException {
        String line;
        do {
            line = reader.readLine();
            assertTrue(line != null, () -> "ended without '" + start + "'");
            out.append(line).append('\n');
        } while (!line.startsWith(start));
    }

    /** Sends SIGTERM. By way of the handle, for {@link Process#destroy} would also close the pipes. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Reads stdout to its end and waits for the process's. */
    int exitCode() throws IOException, InterruptedException {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.append(line).append('\n');
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "still running");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    String out() {
        return out.toString();
    }

    String err() throws IOException {
        return Files.readString(errFile);
    }
}
