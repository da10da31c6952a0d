package dev.weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubprotocolOfferTest {
    private static SubprotocolOffer offer(String query, String... headers) {
        return SubprotocolOffer.of(List.of(headers), query);
    }

    @Test
    void isNotMadeWithoutHeaderAndParameter() {
        assertEquals(new SubprotocolOffer(false, false, List.of()), offer(null));
        assertEquals(new SubprotocolOffer(false, false, List.of()), offer("a=b&xprotocol=weir.v1.json&protocol"));
    }

    @Test
    void findsTheNameWhereverItIsOffered() {
        assertTrue(offer(null, "weir.v1.json").nativeJson());
        assertTrue(offer(null, "mqtt , weir.v1.json").nativeJson());
        assertTrue(offer("", "mqtt", "weir.v1.json").nativeJson());
        assertTrue(offer("protocol=weir.v1.json").nativeJson());
        assertTrue(offer("a=b&protocol=weir.v1.json").nativeJson());
        assertTrue(offer("protocol=weir.v1.json", "weir.v1.json").nativeJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "", ",", "WEIR.V1.JSON", "weir.v1.json2", "weir.v1", "weir.basic.aGk6dA"})
    void knowsNoOtherName(String header) {
        SubprotocolOffer offer = offer("protocol=weir.v1.json", header);
        assertTrue(offer.made());
        assertFalse(offer.nativeJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"protocol=", "protocol=mqtt", "protocol=weir.v1.json&protocol=weir.v1.json", "protocol=%zz"})
    void aParameterNamesItOnceOrNotAtAll(String query) {
        SubprotocolOffer offer = offer(query, "weir.v1.json");
        assertTrue(offer.made());
        assertFalse(offer.nativeJson());
    }

    @Test
    void turnsCredentialsIntoWhatAnAuthorizationHeaderSays() {
        assertEquals(
                List.of("Basic aGVsbG86dGVzdA=="),
                offer(null, "weir.v1.json, weir.basic.aGVsbG86dGVzdA").authorization());
        assertEquals(
                List.of("Basic +/+/", "Basic "),
                offer(null, "weir.basic.-_-_", "weir.basic.+/==").authorization());
        assertFalse(offer(null, "weir.basic.aGVsbG86dGVzdA").toString().contains("aGVs"));
    }
}
