package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files we hand out are read by our reader and agree with our schema, judged by a validator that is not ours. */
class ConfFilesTest {
    private static final Path CONF = Path.of("conf");

    private static Validator validator() throws IOException {
        return validator(new JsonObject(Files.readString(GeneratedTextTest.SCHEMA)));
    }

    /** The schema of one kind of file; taken as a whole, a service's file may pass for one of all three. */
    private static Validator validatorOf(ServiceKind kind) throws IOException {
        JsonObject schema = new JsonObject(Files.readString(GeneratedTextTest.SCHEMA));
        schema.remove("anyOf");
        return validator(schema.put("$ref", "#/$defs/" + kind.word() + "File"));
    }

    private static Validator validator(JsonObject schema) {
        return Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions()
                        .setBaseUri("https://weir.dev/")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Flag));
    }

    private static boolean fits(Validator validator, JsonObject json) {
        return Boolean.TRUE.equals(validator.validate(json).getValid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "test", "prod", "cluster"})
    void eachFileIsReadAndFitsTheSchema(String profile) throws IOException {
        Validator validator = validator();
        Profile expected = profile.equals("cluster") ? Profile.DEV : Profile.valueOf(profile.toUpperCase(Locale.ROOT));
        for (ServiceKind kind : ServiceKind.values()) {
            JsonObject json = ConfigFile.load(CONF.resolve(profile).resolve(kind.word() + ".json"));
            assertEquals(expected, ServiceConfig.read(json, kind).profile());
            assertTrue(fits(validator, json), kind.word());
            assertTrue(fits(validatorOf(kind), json), kind.word());
        }
        JsonObject all = ConfigFile.load(CONF.resolve(profile).resolve("all.json"));
        assertEquals(expected, AllConfig.read(all).msgqueue().profile());
        assertTrue(fits(validator, all));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster-prod", "kubernetes"})
    void eachServiceOfARealClusterHasAFile(String directory) throws IOException {
        Validator validator = validator();
        for (ServiceKind kind : ServiceKind.values()) {
            JsonObject json = ConfigFile.load(CONF.resolve(directory).resolve(kind.word() + ".json"));
            ServiceConfig config = ServiceConfig.read(json, kind);
            assertEquals(Profile.PROD, config.profile());
            assertEquals(kind.isEdge(), config.link().isAnnounced());
            assertTrue(fits(validator, json), kind.word());
        }
    }

    @Test
    void devKeepsItsDataUnderTheProjectsDataDirectory() {
        AllConfig all = AllConfig.read(ConfigFile.load(CONF.resolve("dev/all.json")));
        assertEquals(Path.of("data/dev").toAbsolutePath(), all.msgqueue().dataDir());
    }

    @Test
    void devKnowsTheOriginalsUser() throws IOException {
        ServiceConfig dev =
                ServiceConfig.read(ConfigFile.load(CONF.resolve("dev/msgqueue.json")), ServiceKind.MSGQUEUE);
        String[] entry = Files.readString(dev.auth().users()).strip().split(":", 2);
        assertEquals("hello", entry[0]);
        assertTrue(BCrypt.verifyer().verify("test".toCharArray(), entry[1].toCharArray()).verified);
        JsonObject acl = new JsonObject(Files.readString(dev.auth().acl()));
        assertTrue(acl.getJsonObject("users").getJsonObject("hello").getBoolean("service"));
    }

    /** For each key: values at and beyond its bounds and of another type; reader and schema say yes or no together. */
    @Test
    void readerAndSchemaAgreeOnEveryKey() throws IOException {
        Validator validator = validator();
        int asked = 0;
        for (KeyTable table : Tables.SECTIONS) {
            ServiceKind kind = table.equals(LinkKeys.TABLE) ? ServiceKind.PUBLISHER : ServiceKind.MSGQUEUE;
            for (Key<?> key : table.keys()) {
                for (Object value : probes(key.type())) {
                    JsonObject json = ConfigFile.load(CONF.resolve("dev").resolve(kind.word() + ".json"));
                    JsonObject section = json.getJsonObject(table.name(), new JsonObject());
                    json.put(table.name(), section.put(key.name(), value));
                    assertEquals(
                            isGood(json, kind, table.name() + "." + key.name()),
                            fits(validator, json),
                            () -> table.name() + "." + key.name() + " = " + value);
                    asked++;
                }
            }
        }
        assertTrue(asked > 200, "asked " + asked);
    }

    @Test
    void readerAndSchemaAgreeOnKeysThatAreNotThere() throws IOException {
        Validator validator = validator();
        Validator subscriber = validatorOf(ServiceKind.SUBSCRIBER);
        for (String name : List.of("colour", "queue", "publisher")) {
            JsonObject json =
                    ConfigFile.load(CONF.resolve("dev/subscriber.json")).put(name, new JsonObject());
            assertFalse(isGood(json, ServiceKind.SUBSCRIBER, name));
            assertFalse(fits(subscriber, json), name);
        }
        for (KeyTable table : Tables.SECTIONS) {
            JsonObject json = ConfigFile.load(CONF.resolve("dev/all.json"));
            JsonObject section = table.equals(LinkKeys.TABLE)
                    ? new JsonObject()
                    : json.getJsonObject(table.name(), new JsonObject());
            json.put(table.name(), section.put("colour", 1));
            assertFalse(fits(validator, json), table.name());
        }
    }

    /** Rules between keys are not the schema's: only a problem of the value itself counts. */
    private static boolean isGood(JsonObject json, ServiceKind kind, String path) {
        try {
            ServiceConfig.read(json, kind);
            return true;
        } catch (ConfigException e) {
            return e.problems().stream()
                    .filter(problem -> problem.path().equals(path))
                    .noneMatch(problem -> problem.message().matches(".* is not .*|unknown key.*|belongs .*"));
        }
    }

    private static List<Object> probes(Type<?> type) {
        if (type instanceof WholeType whole) {
            return List.of(whole.min(), whole.max(), whole.min() - 1, whole.max() + 1, "1", true, 1.5);
        }
        return List.of("", 7, "auto", "wss://h:1", "https://h", "wss://h:1/x", true, new JsonObject());
    }
}
