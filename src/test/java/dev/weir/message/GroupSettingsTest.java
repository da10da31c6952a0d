package dev.weir.message;

import static dev.weir.message.TopicTest.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group is, and what somebody wants it to be. */
class GroupSettingsTest {
    private static final TopicFilter ORDERS = filter("orders/#");

    private static TopicFilter filter(String text) {
        TopicFilter filter = TopicFilter.parse(text);
        assertNotNull(filter, text);
        return filter;
    }

    /** A group of which nothing is said but name and filter. */
    private static GroupSettings plain() {
        GroupSettings settings = new GroupAsk("billing", ORDERS, null, null, null, null, null).settings();
        assertNotNull(settings);
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z9", "a.b_c-d", "-", "_", "9", "a.", "x..y"})
    void takesNames(String name) {
        assertTrue(GroupSettings.isName(name));
        assertTrue(GroupSettings.isName("x".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".a", "..", "$pop", "a/b", "a b", "é", "a\u0000", "#", "+", "a\n"})
    void refusesWhatIsNoName(String name) {
        assertFalse(GroupSettings.isName(name));
        assertFalse(GroupSettings.isName("x".repeat(65)));
    }

    @Test
    void sendsDeadLettersWherePublishersMayPublishOrToTheDead() {
        for (String good : List.of("a", "dead/billing", "$dead/billing", "$dead/a/b", "$dead/", "a$")) {
            assertTrue(GroupSettings.isDeadLetter(topic(good)), good);
        }
        for (String bad : List.of("$dead", "$deadly", "$other/a", "$", "a/#", "+", "$dead/+", "$dead/#", "$dead/a+b")) {
            assertFalse(GroupSettings.isDeadLetter(topic(bad)), bad);
        }
    }

    @Test
    void waitsLongerAfterEachFailureAndThenAlwaysAsLong() {
        GroupSettings settings = plain();
        assertEquals(1_000, settings.backoffMs(1));
        assertEquals(5_000, settings.backoffMs(2));
        assertEquals(30_000, settings.backoffMs(3));
        assertEquals(30_000, settings.backoffMs(999));
        GroupAsk none = new GroupAsk("billing", null, null, null, null, List.of(), null);
        assertEquals(0, none.over(settings).backoffMs(1));
    }

    @Test
    void hasTheDefaultsThatTheProtocolNames() {
        assertEquals(
                new GroupSettings(
                        "billing",
                        ORDERS,
                        GroupMode.SHARED,
                        30_000,
                        5,
                        List.of(1_000, 5_000, 30_000),
                        topic("$dead/billing")),
                plain());
        assertEquals(100, GroupSettings.IN_FLIGHT);
    }

    @Test
    void isNoGroupWithoutAFilter() {
        assertNull(GroupAsk.of("billing").settings());
    }

    @Test
    void staysWhatItIsWhereNothingIsSaid() {
        GroupSettings other = new GroupSettings(
                "billing", filter("a"), GroupMode.KEY_ORDERED, 100, 1, List.of(7), topic("dead/billing"));
        assertEquals(other, GroupAsk.of("billing").over(other));
        assertNull(GroupAsk.of("billing").differsFrom(other));
        assertEquals(other, GroupAsk.of(other).over(plain()));
        assertEquals(other, GroupAsk.of(other).settings());
        assertNull(GroupAsk.of(other).differsFrom(other));
    }

    @Test
    void namesTheFirstSettingThatDiffers() {
        GroupSettings is = plain();
        List<GroupAsk> asks = List.of(
                new GroupAsk("billing", filter("orders/+"), GroupMode.KEY_ORDERED, 1, 1, List.of(), topic("a")),
                new GroupAsk("billing", ORDERS, GroupMode.KEY_ORDERED, 1, 1, List.of(), topic("a")),
                new GroupAsk("billing", ORDERS, GroupMode.SHARED, 1, 1, List.of(), topic("a")),
                new GroupAsk("billing", null, null, 30_000, 1, List.of(), topic("a")),
                new GroupAsk("billing", null, null, null, 5, List.of(1_000), topic("a")),
                new GroupAsk("billing", null, null, null, null, List.of(1_000, 5_000, 30_000), topic("a")),
                new GroupAsk("billing", null, null, null, null, null, topic("$dead/billing")));
        List<String> differ = new ArrayList<>();
        asks.forEach(ask -> differ.add(String.valueOf(ask.differsFrom(is))));
        assertEquals(List.of("filter", "mode", "leaseMs", "maxAttempts", "backoffMs", "deadLetter", "null"), differ);
    }

    @Test
    void doesNotChangeWithTheListsItWasGiven() {
        List<Integer> backoff = new ArrayList<>(List.of(1));
        GroupAsk ask = new GroupAsk("billing", ORDERS, null, null, null, backoff, null);
        GroupSettings settings = ask.settings();
        backoff.set(0, 2);
        assertNotNull(settings);
        assertEquals(List.of(1), ask.backoffMs());
        assertEquals(List.of(1), settings.backoffMs());
        assertThrows(
                UnsupportedOperationException.class, () -> settings.backoffMs().set(0, 3));
    }

    @Test
    void keepsTheNumbersOfItsModes() {
        assertEquals(GroupMode.SHARED, GroupMode.of(1));
        assertEquals(GroupMode.KEY_ORDERED, GroupMode.of(2));
        assertNull(GroupMode.of(0));
        assertNull(GroupMode.of(3));
        for (GroupMode mode : GroupMode.values()) {
            assertEquals(mode, GroupMode.of(mode.number()));
        }
    }
}
