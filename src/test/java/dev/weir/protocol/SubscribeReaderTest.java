package dev.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeReaderTest {
    private final NativeClient client = new NativeClient();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"filter\":null",
                ",\"filter\":\"\"",
                ",\"filter\":\"a+\"",
                ",\"filter\":\"#/a\"",
                ",\"filter\":\"a\\u0000\"",
                ",\"filter\":\"\\ud800\""
            })
    void aFilterThatIsNoneIsRefused(String member) {
        client.refused("3 400 badFilter retryable=false: ", "{\"id\":3,\"type\":\"subscribe\"" + member + "}");
        client.refused("3 400 badFilter retryable=false: ", "{\"id\":3,\"type\":\"unsubscribe\"" + member + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"from\":null",
                "\"from\":42",
                "\"from\":\"New\"",
                "\"from\":{}",
                "\"from\":{\"offset\":1}",
                "\"from\":{\"epoch\":\"k3\"}",
                "\"from\":{\"offset\":-1,\"epoch\":\"k3\"}",
                "\"from\":{\"offset\":1,\"epoch\":\"\"}",
                "\"from\":{\"offset\":1,\"epoch\":3}",
                "\"from\":{\"offset\":1,\"epoch\":\"k3\",\"time\":1}",
                "\"from\":{\"offset\":1,\"offset\":1,\"epoch\":\"k3\"}",
                "\"from\":{\"time\":-1}",
                "\"from\":{\"time\":1.5}",
                "\"from\":{\"time\":1,\"last\":1}",
                "\"from\":{\"last\":0}",
                "\"from\":{\"last\":10001}",
                "\"from\":{\"last\":9007199254740991}",
                "\"from\":{\"last\":\"1\"}",
                "\"onSlow\":null",
                "\"onSlow\":\"\"",
                "\"onSlow\":\"catchup\""
            })
    void aSubscriptionWithAWrongMemberIsRefused(String member) {
        client.refused(
                "3 400 badFrame retryable=false: ",
                "{\"id\":3,\"type\":\"subscribe\",\"filter\":\"a\"," + member + "}");
    }

    @Test
    void lastIsForOneTopicOnly() {
        String frame = "{\"id\":3,\"type\":\"subscribe\",\"from\":{\"last\":1},\"filter\":";
        assertTrue(client.one(frame + "\"a/b\"}").contains("Last[count=1]"));
        client.refused("3 400 badFrame retryable=false: from: last", frame + "\"a/+\"}");
        client.refused("3 400 badFrame retryable=false: from: last", frame + "\"a/#\"}");
    }
}
