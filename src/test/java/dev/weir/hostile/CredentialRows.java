package dev.weir.hostile;

import static dev.weir.hostile.Answer.good;
import static dev.weir.hostile.Answer.refused;
import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Http;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Handshakes whose credentials are wrong in one way or another. */
abstract class CredentialRows {
    @Row("H01")
    void refusesWhoNamesNobody(Server server) throws IOException {
        RawResponse response = refused(server, 401, Http.upgrade(server.path(), RawWs.KEY));
        assertTrue(response.header("WWW-Authenticate").orElse("").startsWith("Basic "));
    }

    @Row("H02")
    void tellsAWrongPasswordAndAnUnknownUserTheSame(Server server) throws IOException {
        RawResponse wrong = refused(server, 401, good(server).basic("plain", SECRET));
        RawResponse unknown = refused(server, 401, good(server).basic("mallory", SECRET));
        assertEquals(wrong, unknown);
    }

    @Row("H03")
    void refusesWhatIsNotBase64(Server server) throws IOException {
        for (String token :
                new String[] {"*" + SECRET, "aGVsbG86dGVzdA", "aGVsbG86dGVzdB==", "aGVsbG8 6dGVzdA==", "", "/w=="}) {
            refused(server, 401, good(server).header("Authorization", "Basic " + token));
        }
        refused(server, 401, good(server).header("Authorization", "Bearer " + SECRET));
    }

    @Row("H04")
    void refusesCredentialsWithoutAColon(Server server) throws IOException {
        refused(server, 401, pair(server, SECRET));
        refused(server, 401, pair(server, ":" + SECRET));
        refused(server, 401, pair(server, ""));
    }

    @Row("H05")
    void refusesAUserNameOf8kB(Server server) throws IOException {
        refused(server, 401, pair(server, "u".repeat(8192) + ":" + SECRET));
    }

    @Row("H06")
    void refusesTwoAuthorizationHeaders(Server server) throws IOException {
        Http one = good(server).basic("hello", "test");
        refused(server, 401, one.add("Authorization", "Basic aGVsbG86dGVzdA=="));
    }

    @Row("H07")
    void refusesControlCharactersInAUserName(Server server) throws IOException {
        for (String user : new String[] {"hello\r\n" + SECRET, "hello\n", "\0hello", "he\u001bllo", "hello\u2028"}) {
            refused(server, 401, pair(server, user + ":test"));
        }
    }

    @Row("H34")
    void letsEndUsersInAtTheEdgesOnly(Server server) throws IOException {
        Http request = good(server).basic("plain", "test");
        if (server.isQueue()) {
            refused(server, 403, request);
        } else {
            try (RawWs ws = RawWs.open(server.port(), server.path(), "plain", "test")) {
                Answer.pong(ws, "in");
            }
            refused(server, 401, request.basic("plain", SECRET));
        }
    }

    @Row("H35")
    void takesNoCredentialsFromTheQuery(Server server) throws IOException {
        for (String query : new String[] {"?user=hello&password=" + SECRET, "?access_token=" + SECRET + "%0d%0a"}) {
            refused(server, 401, Http.upgrade(server.path() + query, RawWs.KEY));
        }
        String authority = "https://hello:" + SECRET + "@localhost" + server.path();
        refused(server, 401, Http.upgrade(server.path(), RawWs.KEY).requestLine("GET " + authority + " HTTP/1.1"));
    }

    private static Http pair(Server server, String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return good(server)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
}
