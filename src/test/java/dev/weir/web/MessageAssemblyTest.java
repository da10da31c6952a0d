package dev.weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.FrameBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageAssemblyTest {
    /** Frames and what is told of them. */
    record Case(String name, List<String> told, FrameBytes... frames) {
        byte[] bytes(boolean masked) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (FrameBytes frame : frames) {
                all.writeBytes((masked ? frame.mask(0x12f4_5678) : frame.unmasked()).bytes());
            }
            return all.toByteArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static FrameBytes text(String text) {
        return FrameBytes.of(Frame.TEXT, text);
    }

    private static FrameBytes more(String hex) {
        return FrameBytes.of(Frame.CONTINUATION, HexFormat.of().parseHex(hex));
    }

    private static FrameBytes close(int code, String reason) {
        return FrameBytes.of(Frame.CLOSE, FrameBytes.closePayload(code, reason));
    }

    static Stream<Case> cases() {
        return Stream.concat(goodCases(), badCases());
    }

    private static Stream<Case> goodCases() {
        String ping = "ping 70";
        FrameBytes p = FrameBytes.of(Frame.PING, "p");
        return Stream.of(
                new Case("empty text", List.of("text "), text("")),
                new Case(
                        "two messages",
                        List.of("text 6869", "binary 00ff"),
                        text("hi"),
                        FrameBytes.of(Frame.BINARY, new byte[] {0, -1})),
                new Case("length in 16 bits", List.of("text " + "78".repeat(300)), text("x".repeat(300))),
                new Case("over the limit", List.of("violation 1009"), text("x".repeat(301))),
                new Case(
                        "fragments",
                        List.of("text 61c3a962"),
                        text("a").fin(false),
                        more("c3").fin(false),
                        more("a962")),
                new Case(
                        "empty fragments",
                        List.of("text 61"),
                        text("").fin(false),
                        more("61").fin(false),
                        more("")),
                new Case(
                        "too many fragments",
                        List.of("violation 1009"),
                        text("").fin(false),
                        more("").fin(false),
                        more("").fin(false),
                        more("").fin(false),
                        more("").fin(false),
                        more("")),
                new Case(
                        "over the limit in fragments",
                        List.of("violation 1009"),
                        text("x".repeat(200)).fin(false),
                        more("79".repeat(101))),
                new Case(
                        "ping between fragments",
                        List.of(ping, "text 6162"),
                        text("a").fin(false),
                        p,
                        more("62")),
                new Case(
                        "pong and close",
                        List.of("pong 71", "close 1000"),
                        FrameBytes.of(Frame.PONG, "q"),
                        close(1000, "bye"),
                        text("late")),
                new Case("close without a code", List.of("close 1005"), FrameBytes.of(Frame.CLOSE, ""), p),
                new Case("close with half a code", List.of("violation 1002"), FrameBytes.of(Frame.CLOSE, "x")),
                new Case("close with a bad code", List.of("violation 1002"), close(1005, "")));
    }

    private static Stream<Case> badCases() {
        return Stream.of(
                new Case(
                        "reserved bit",
                        List.of("text 61", "violation 1002"),
                        text("a"),
                        text("b").rsv(1),
                        text("c")),
                new Case("reserved opcode", List.of("violation 1002"), FrameBytes.of(11, "x")),
                new Case(
                        "fragmented ping",
                        List.of("violation 1002"),
                        FrameBytes.of(Frame.PING, "x").fin(false)),
                new Case("long ping", List.of("violation 1002"), FrameBytes.of(Frame.PING, new byte[126])),
                new Case(
                        "length not shortest",
                        List.of("violation 1002"),
                        text("x").lengthBits(16)),
                new Case("stray continuation", List.of("violation 1002"), more("61")),
                new Case(
                        "text within text", List.of("violation 1002"), text("a").fin(false), text("b")),
                new Case("bad text", List.of("violation 1007"), FrameBytes.of(Frame.TEXT, new byte[] {
                    'a', (byte) 0xC0, (byte) 0xAF, 'b'
                })),
                new Case("text cut short", List.of("violation 1007"), FrameBytes.of(Frame.TEXT, new byte[] {
                    'a', (byte) 0xE2, (byte) 0x82
                })),
                new Case(
                        "good text after binary that is none",
                        List.of("binary c3", "text 61"),
                        FrameBytes.of(Frame.BINARY, new byte[] {(byte) 0xC3}),
                        text("a")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsTheSameWhereverTheBytesAreCut(Case each) {
        for (boolean masked : new boolean[] {true, false}) {
            byte[] all = each.bytes(masked);
            assertEquals(each.told(), RecordedCalls.of(masked, all), "whole");
            for (int cut = 0; cut <= all.length; cut++) {
                byte[] head = Arrays.copyOf(all, cut);
                byte[] tail = Arrays.copyOfRange(all, cut, all.length);
                assertEquals(each.told(), RecordedCalls.of(masked, head, tail), "cut at " + cut);
            }
            List<byte[]> single = new ArrayList<>();
            for (byte b : all) {
                single.add(new byte[] {b});
            }
            assertEquals(each.told(), RecordedCalls.of(masked, single.toArray(new byte[0][])), "byte by byte");
        }
    }

    @Test
    void seesABreachAtTheFirstByteThatShowsIt() {
        byte[] bad = FrameBytes.of(Frame.TEXT, new byte[] {'a', (byte) 0xED, (byte) 0xA0, 'x', 'x'})
                .mask(7)
                .bytes();
        Map<byte[], Integer> shownAt = Map.of(
                new byte[] {(byte) 0xC1, 0},
                1,
                new byte[] {(byte) 0x83, 0},
                1,
                new byte[] {0x09, 0},
                1,
                new byte[] {(byte) 0x81, 0x05, 0},
                2,
                new byte[] {(byte) 0x89, (byte) 0xFE, 0},
                2,
                text("x").lengthBits(16).mask(7).bytes(),
                4,
                text("").declaredLength(-1).mask(7).bytes(),
                10,
                bad,
                bad.length - 2);
        shownAt.forEach((bytes, at) -> {
            String shown = HexFormat.of().formatHex(bytes);
            assertEquals(List.of(), RecordedCalls.of(true, Arrays.copyOf(bytes, at - 1)), shown);
            assertEquals(1, RecordedCalls.of(true, Arrays.copyOf(bytes, at)).size(), shown);
        });
    }

    @Test
    void refusesAnAnnouncedLengthBeforeAnyOfIt() {
        byte[] whole = text("").declaredLength(1L << 40).mask(7).bytes();
        assertEquals(List.of("violation 1009"), RecordedCalls.of(true, whole));
    }
}
