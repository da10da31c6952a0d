package dev.weir.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code -conf} names: a file, or a JSON object written out on the command line.
 *
 * <p>What the JSON means is the config room's affair; here it only has to be one JSON object without duplicate members.
 *
 * @param workDir where relative file names are looked for first
 * @param home the project's directory, where they are looked for next; null if it is not known
 */
record ConfigFile(Path workDir, @Nullable Path home) {
    private static final long BYTES_MAX = 1 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The process's own: its working directory, and the home that the start script passes on. */
    static ConfigFile ofProcess() {
        String home = System.getProperty("weir.home");
        return new ConfigFile(Path.of("").toAbsolutePath(), home == null ? null : Path.of(home));
    }

    /**
     * The config, with {@code baseDir} set to the file's directory unless it says otherwise itself.
     *
     * @param conf a file name or a JSON object; null stands for an empty config
     * @throws Refusal if there is no such file or it is not a JSON object
     */
    JsonObject read(@Nullable String conf) {
        if (conf == null) {
            return withBase(new JsonObject(), workDir);
        }
        if (conf.stripLeading().startsWith("{")) {
            return withBase(parse("-conf", conf.getBytes(StandardCharsets.UTF_8)), workDir);
        }
        Path file = locate(conf);
        Path directory = file.getParent();
        return withBase(parse(Line.clean(conf), bytes(conf, file)), directory == null ? workDir : directory);
    }

    private Path locate(String conf) {
        try {
            Path here = workDir.resolve(conf).normalize();
            if (home == null || Files.exists(here)) {
                return here;
            }
            Path there = home.resolve(conf).normalize();
            return Files.exists(there) ? there : here;
        } catch (InvalidPathException e) {
            throw new Refusal("config file " + Line.clean(conf) + ": not a file name");
        }
    }

    private static byte[] bytes(String conf, Path file) {
        String name = "config file " + Line.clean(conf);
        try {
            if (Files.isDirectory(file)) {
                throw new Refusal(name + ": is a directory");
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new Refusal(name + ": larger than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Refusal(name + ": no such file (looked for " + Line.clean(file.toString()) + ")");
        } catch (IOException e) {
            throw new Refusal(name + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Vert.x's own reader neither says where the mistake is nor minds a member given twice; so the text is walked first. */
    private static JsonObject parse(String name, byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refusal(name + ": not a JSON object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new Refusal(name + ": " + at(parser.currentTokenLocation()) + "more text after the end");
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(name + ": " + at(e.getLocation()) + Line.clean(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new Refusal(name + ": not JSON (" + e.getClass().getSimpleName() + ")");
        }
        return new JsonObject(Buffer.buffer(bytes));
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static JsonObject withBase(JsonObject config, Path directory) {
        if (!config.containsKey("baseDir")) {
            config.put("baseDir", directory.toAbsolutePath().toString());
        }
        return config;
    }
}
