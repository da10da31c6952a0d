package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkConfigTest {
    private static ServiceConfig read(Profile profile, Object link) {
        JsonObject json = new JsonObject()
                .put("profile", new ChoiceType<>(Profile.class).toJson(profile))
                .put("auth", new JsonObject().put("users", "u"))
                .put("link", link);
        return ServiceConfig.read(json, ServiceKind.PUBLISHER);
    }

    private static JsonObject remote() {
        return new JsonObject().put("url", "wss://q:8080").put("user", "edge").put("password", "secret7");
    }

    private static List<String> problems(Profile profile, Object link) {
        return assertThrows(ConfigException.class, () -> read(profile, link)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void takesTheQueueOfThisProcess() {
        assertTrue(read(Profile.PROD, "local").link().isLocal());
        assertTrue(
                read(Profile.PROD, new JsonObject().put("url", "local")).link().isLocal());
        assertEquals(List.of("link: \"lokal\" is not an object or \"local\""), problems(Profile.PROD, "lokal"));
    }

    @Test
    void refusesAnAddressWithMoreThanHostAndPort() {
        for (String url : List.of(
                "wss://q:8080/pushmsg",
                "wss://q:8080/",
                "wss://q",
                "https://q:1",
                "wss://u:p@q:1",
                "wss://q:99999",
                "wss://q:0",
                "q:8080",
                "wss://q:1?a",
                "wss://q q:1")) {
            List<String> said = problems(Profile.DEV, remote().put("url", url));
            assertEquals(1, said.size(), url);
            assertTrue(said.get(0).startsWith("link.url: \"" + url + "\" is not an address such as"), said.get(0));
        }
        assertTrue(read(Profile.DEV, remote().put("url", "wss://[::1]:8080"))
                .link()
                .isTls());
    }

    @Test
    void wantsOneUserAndOnePassword() {
        assertEquals(
                List.of(
                        "link.user: missing; a link over the network logs in as a user with the service right",
                        "link.password: missing; give it or a passwordFile"),
                problems(Profile.DEV, new JsonObject().put("url", "wss://q:8080")));
        assertEquals(
                List.of("link.password: given besides passwordFile; remove one of them"),
                problems(Profile.DEV, remote().put("passwordFile", "p")));
    }

    @Test
    void refusesInProdWhatOthersCouldListenTo() {
        assertEquals(
                List.of("link.insecure: true is refused in prod: anyone could pass for the queue; give its certificate"
                        + " as trust"),
                problems(Profile.PROD, remote().put("insecure", true)));
        assertEquals(
                List.of("link.url: would send the password in the clear; in prod it must be wss://"),
                problems(Profile.PROD, remote().put("url", "ws://q:8080")));
        assertFalse(read(Profile.PROD, remote().put("url", "ws://localhost:8080"))
                .link()
                .isTls());
        assertTrue(read(Profile.DEV, remote().put("insecure", true)).link().insecure());
        assertEquals(
                List.of("link.trust: has no effect with insecure true; remove one of them"),
                problems(Profile.DEV, remote().put("insecure", true).put("trust", "t")));
    }

    @Test
    void holdsNoRuleAgainstAProfileThatIsMistyped() {
        JsonObject json = new JsonObject()
                .put("profile", "dve")
                .put("auth", new JsonObject().put("users", "u"))
                .put("link", remote().put("insecure", true));
        ConfigException thrown =
                assertThrows(ConfigException.class, () -> ServiceConfig.read(json, ServiceKind.PUBLISHER));
        assertEquals("profile: \"dve\" is not one of dev, test, prod", thrown.getMessage());
    }

    @Test
    void pausesGrow() {
        assertEquals(
                List.of("link.reconnectMinMs: 6000 is more than reconnectMaxMs, 5000"),
                problems(Profile.DEV, remote().put("reconnectMinMs", 6000)));
    }

    @Test
    void aMissingLinkNamesItsUrl() {
        JsonObject json = new JsonObject().put("auth", new JsonObject().put("users", "u"));
        ConfigException thrown =
                assertThrows(ConfigException.class, () -> ServiceConfig.read(json, ServiceKind.SUBSCRIBER));
        assertTrue(thrown.getMessage().startsWith("link.url: missing; it must be an address"), thrown.getMessage());
    }

    @Test
    void neverShowsThePassword() {
        assertFalse(read(Profile.DEV, remote()).toString().contains("secret7"));
        assertEquals(
                List.of("link.password: the value (not shown) is not a password (text, not empty)"),
                problems(Profile.DEV, remote().put("password", 1234567)));
    }

    @Test
    void readsThePasswordFromItsFilesFirstLine(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("p");
        JsonObject link = remote().put("passwordFile", file.toString());
        link.remove("password");
        LinkConfig config = read(Profile.DEV, link).link();
        assertThrows(ConfigException.class, () -> LinkPassword.read(config));
        Files.writeString(file, "\n");
        assertThrows(ConfigException.class, () -> LinkPassword.read(config));
        Files.writeString(file, "pä:ss word \r\nsecond\n");
        assertEquals("pä:ss word ", LinkPassword.read(config).value());
        assertEquals(
                "secret7", LinkPassword.read(read(Profile.DEV, remote()).link()).value());
    }
}
