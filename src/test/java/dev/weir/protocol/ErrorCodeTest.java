package dev.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void numbersNamesAndAdviceAreWhatTheProtocolSays() {
        assertEquals(
                List.of(
                        "400 badFrame",
                        "400 badTopic",
                        "400 badFilter",
                        "401 unauthorized",
                        "403 forbidden",
                        "404 unknownGroup",
                        "404 unknownTag",
                        "409 tooOld",
                        "409 groupDiffers",
                        "413 tooLarge",
                        "429 rateLimited retryable",
                        "500 internal",
                        "503 unavailable retryable",
                        "507 storageFull retryable"),
                Arrays.stream(ErrorCode.values())
                        .map(code -> code.number() + " " + code.word() + (code.retryable() ? " retryable" : ""))
                        .toList());
    }
}
