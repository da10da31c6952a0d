package dev.weir.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a config file as JSON, strictly: a key given twice is a mistake, not a choice. */
public final class ConfigFile {
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigFile() {}

    /**
     * The file's object, with {@code baseDir} set to the file's directory, or to what the file says, seen from there.
     * Blocks.
     *
     * @throws ConfigException if there is no such file or it is not one JSON object
     */
    public static JsonObject load(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        String text;
        try {
            text = Files.readString(absolute);
        } catch (NoSuchFileException e) {
            throw new ConfigException("", "config file " + file + " does not exist");
        } catch (IOException e) {
            throw new ConfigException(
                    "",
                    "config file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        checkForm(text, file);
        JsonObject json = new JsonObject(text);
        Path directory = absolute.resolveSibling("");
        String key = ServiceConfig.BASE_DIR.name();
        if (!json.containsKey(key)) {
            return json.put(key, directory.toString());
        }
        Path said = json.getValue(key) instanceof String given ? Texts.PATH.read(given) : null;
        return said == null
                ? json
                : json.put(key, directory.resolve(said).normalize().toString());
    }

    private static void checkForm(String text, Path file) {
        try (JsonParser parser = STRICT.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ConfigException("", "config file " + file + " does not hold a JSON object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new ConfigException("", "config file " + file + " goes on after its JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    "",
                    "config file " + file + ", line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": "
                            + Shown.clip(e.getOriginalMessage().replaceAll("\\R.*", "")));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot fail to be read", e);
        }
    }
}
