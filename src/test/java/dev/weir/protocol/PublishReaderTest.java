package dev.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishReaderTest {
    private final NativeClient client = new NativeClient();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"topic\":null",
                ",\"topic\":5",
                ",\"topic\":[\"t\"]",
                ",\"topic\":\"\"",
                ",\"topic\":\"$own\"",
                ",\"topic\":\"\\u0024own\"",
                ",\"topic\":\"a/+\"",
                ",\"topic\":\"#\"",
                ",\"topic\":\"a\\u002bb\"",
                ",\"topic\":\"a\\u0000\"",
                ",\"topic\":\"a\\nb\"",
                ",\"topic\":\"\\u001b[31m\"",
                ",\"topic\":\"a\\u202eb\"",
                ",\"topic\":\"a\u202eb\"",
                ",\"topic\":\"\\ud800\"",
                ",\"topic\":\"a\\udc00b\"",
                ",\"topic\":\"a\\u0085\""
            })
    void aTopicThatCannotBePublishedToIsRefused(String member) {
        client.refused("8 400 badTopic retryable=false: ", "{\"type\":\"publish\",\"data\":1" + member + ",\"id\":8}");
    }

    @Test
    void aTopicIsAtMost255BytesLong() {
        String longest = "é".repeat(127) + "x";
        String start = "{\"type\":\"publish\",\"data\":1,\"topic\":\"";
        assertTrue(client.one(start + longest + "\"}").contains("topic=" + longest + " "));
        for (String topic : List.of(longest + "x", "é".repeat(128), "x".repeat(65_536))) {
            client.refused("null 400 badTopic", start + topic + "\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "0",
                "-0.5e+7",
                "1e999999999",
                "\"\\ud800\"",
                "\"<script>\"",
                "[ ]",
                "{\"a\" :\t1}",
                "false"
            })
    void dataIsAnyJsonAsWritten(String data) {
        assertTrue(
                client.one(NativeClient.publish(" ,\"data\" : " + data + " ")).endsWith(" data=" + data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"data\":1,\"dataB64\":\"\"",
                ",\"dataB64\":null",
                ",\"dataB64\":5",
                ",\"dataB64\":\"A\"",
                ",\"dataB64\":\"AA\"",
                ",\"dataB64\":\"AAA\"",
                ",\"dataB64\":\"A===\"",
                ",\"dataB64\":\"====\"",
                ",\"dataB64\":\"AB==\"",
                ",\"dataB64\":\"AAB=\"",
                ",\"dataB64\":\"AA==AAAA\"",
                ",\"dataB64\":\"AA AA\"",
                ",\"dataB64\":\"-_-_\"",
                ",\"dataB64\":\"é==\"",
                ",\"data\":1,\"key\":\"\"",
                ",\"data\":1,\"key\":null",
                ",\"data\":1,\"key\":\"\\ud800\"",
                ",\"data\":1,\"headers\":null",
                ",\"data\":1,\"headers\":[]",
                ",\"data\":1,\"headers\":\"a\"",
                ",\"data\":1,\"headers\":{\"a\":1}",
                ",\"data\":1,\"headers\":{\"a\":\"b\",\"\\u0061\":\"c\"}",
                ",\"data\":1,\"headers\":{\"a\":{\"b\":\"c\"}}",
                ",\"data\":1,\"producer\":\"p\"",
                ",\"data\":1,\"seq\":1",
                ",\"data\":1,\"producer\":\"\",\"seq\":1",
                ",\"data\":1,\"producer\":\"a\\nb\",\"seq\":1",
                ",\"data\":1,\"producer\":5,\"seq\":1",
                ",\"data\":1,\"producer\":\"p\",\"seq\":0",
                ",\"data\":1,\"producer\":\"p\",\"seq\":-1",
                ",\"data\":1,\"producer\":\"p\",\"seq\":1.5",
                ",\"data\":1,\"producer\":\"p\",\"seq\":\"1\"",
                ",\"data\":1,\"producer\":\"p\",\"seq\":9007199254740992",
                ",\"data\":1,\"producer\":\"p\",\"seq\":1e999999999",
                ",\"data\":1,\"producer\":\"p\",\"seq\":18446744073709551617"
            })
    void aPublishWithAWrongMemberIsRefused(String members) {
        client.refused("7 400 badFrame retryable=false: ", NativeClient.publish(members));
    }

    @Test
    void partsGoUpToTheirLimitsAndNoFurther() {
        String key = "k".repeat(255);
        String producer = "p".repeat(128);
        String headers = "{\"a\":\"" + "h".repeat(8192 - 8) + "\"}";
        String frame = client.one(NativeClient.publish(",\"data\":1,\"key\":\"" + key + "\",\"producer\":\"" + producer
                + "\",\"seq\":9007199254740991,\"headers\":" + headers));
        assertEquals(
                "publish id=7 topic=t key=" + key + " headers=" + headers + " producer=hello:" + producer
                        + " seq=9007199254740991 data=1",
                frame);
        client.refused("7 400 badFrame", NativeClient.publish(",\"data\":1,\"key\":\"" + key + "k\""));
        client.refused(
                "7 400 badFrame", NativeClient.publish(",\"data\":1,\"seq\":1,\"producer\":\"" + producer + "p\""));
        client.refused("7 400 badFrame", NativeClient.publish(",\"data\":1,\"headers\":" + headers.replace("{", "{ ")));
        client.refused("7 400 badFrame", NativeClient.publish(",\"data\":1,\"headers\":" + headersNamed(65)));
        assertTrue(client.one(NativeClient.publish(",\"data\":1,\"headers\":" + headersNamed(64)))
                .contains("n63"));
    }

    private static String headersNamed(int count) {
        StringBuilder headers = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            headers.append(i > 0 ? "," : "").append("\"n").append(i).append("\":\"\"");
        }
        return headers.append('}').toString();
    }

    @Test
    void base64ComesOutAsItsBytes() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            new SplittableRandom(length).nextBytes(bytes);
            String text = java.util.Base64.getEncoder().encodeToString(bytes);
            String hex = java.util.HexFormat.of().formatHex(bytes);
            assertTrue(client.one(NativeClient.publish(",\"dataB64\":\"" + text + "\""))
                    .endsWith("bytes=" + hex));
            assertTrue(client.one(NativeClient.publish(",\"dataB64\":\"" + text.replace("/", "\\/") + "\""))
                    .endsWith("bytes=" + hex));
        }
        String large = java.util.Base64.getEncoder().encodeToString(new byte[200_000]);
        assertTrue(client.one(NativeClient.publish(",\"dataB64\":\"" + large + "\""))
                .endsWith("bytes=" + "00".repeat(200_000)));
        assertTrue(client.one(NativeClient.publish(",\"dataB64\":\"AA==\"")).endsWith("bytes=00"));
    }
}
