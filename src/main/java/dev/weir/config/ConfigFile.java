package dev.weir.config;

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
 * Finds and reads a config, strictly: one JSON object, in which a key given twice is a mistake and not a choice. What
 * it means is for {@link ServiceConfig} and {@link AllConfig}. Blocks.
 *
 * @param workDir where relative file names are looked for first
 * @param home the project's directory, where they are looked for next; null if it is not known
 */
public record ConfigFile(Path workDir, @Nullable Path home) {
    private static final long BYTES_MAX = 1 << 20;
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The process's own: its working directory, and the home that the start script passes on. */
    public static ConfigFile ofProcess() {
        String home = System.getProperty("weir.home");
        return new ConfigFile(Path.of("").toAbsolutePath(), home == null ? null : Path.of(home));
    }

    /** As {@link #read}, of a file at that very place. */
    public static JsonObject load(Path file) {
        return new ConfigFile(Path.of("").toAbsolutePath(), null).read(file.toString());
    }

    /**
     * The config, with {@code baseDir} set to the file's directory, or to what the config says, seen from there.
     *
     * @param conf a file name, or a JSON object written out, whose directory is {@code workDir}; null: an empty config
     * @throws ConfigException if there is no such file or it is not one JSON object
     */
    public JsonObject read(@Nullable String conf) {
        if (conf == null) {
            return withBase(new JsonObject(), workDir);
        }
        if (conf.stripLeading().startsWith("{")) {
            return withBase(parse("-conf", conf.getBytes(StandardCharsets.UTF_8)), workDir);
        }
        Path file = locate(conf);
        return withBase(parse(Shown.line(conf), bytes(conf, file)), file.resolveSibling(""));
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
            throw refusal("config file " + Shown.line(conf) + ": not a file name");
        }
    }

    private static byte[] bytes(String conf, Path file) {
        String name = "config file " + Shown.line(conf);
        try {
            if (Files.isDirectory(file)) {
                throw refusal(name + ": is a directory");
            }
            if (Files.size(file) > BYTES_MAX) {
                throw refusal(name + ": larger than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw refusal(name + ": no such file (looked for " + Shown.line(file.toString()) + ")");
        } catch (IOException e) {
            throw refusal(name + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Vert.x's own reader neither says where the mistake is nor minds a member given twice; so the text is walked first. */
    private static JsonObject parse(String name, byte[] bytes) {
        try (JsonParser parser = STRICT.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal(name + ": not a JSON object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw refusal(name + ": " + at(parser.currentTokenLocation()) + "more text after the end");
            }
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage();
            throw refusal(name + ": " + at(e.getLocation())
                    + Shown.line(problem == null ? "" : problem.replaceAll("\\R.*", "")));
        } catch (IOException e) {
            throw refusal(name + ": not JSON (" + e.getClass().getSimpleName() + ")");
        }
        return new JsonObject(Buffer.buffer(bytes));
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static JsonObject withBase(JsonObject config, Path directory) {
        String key = ServiceConfig.BASE_DIR.name();
        Path start = directory.toAbsolutePath().normalize();
        if (!config.containsKey(key)) {
            return config.put(key, start.toString());
        }
        // What is no path stays as it is, for the reader of the config to refuse.
        Path said = config.getValue(key) instanceof String given ? Texts.PATH.read(given) : null;
        return said == null
                ? config
                : config.put(key, start.resolve(said).normalize().toString());
    }

    private static ConfigException refusal(String message) {
        return new ConfigException("", message);
    }
}
