package dev.weir.auth;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one user may do. Immutable.
 *
 * @param service may open the queue's own endpoints, as the publisher and subscriber services do
 * @param publish topics that may be published to
 * @param subscribe topics that may be received by broadcast
 * @param consume topics that may be taken from groups
 */
public record Rights(
        boolean service, List<TopicFilter> publish, List<TopicFilter> subscribe, List<TopicFilter> consume) {
    private static final TopicFilter ALL = filter("#");

    /** Of the server's own topics those that readers may have to do with. */
    private static final TopicFilter DEAD_LETTERS = filter("$dead/#");

    public static final Rights NONE = new Rights(false, List.of(), List.of(), List.of());

    /** Every topic but the server's own, dead letters to be read, and no service. */
    public static final Rights ALL_TOPICS =
            new Rights(false, List.of(ALL), List.of(ALL, DEAD_LETTERS), List.of(ALL, DEAD_LETTERS));

    public Rights {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
        consume = List.copyOf(consume);
    }

    public boolean mayPublish(Topic topic) {
        return anyMatches(publish, topic);
    }

    /** The right that messages without a readable topic need. */
    public boolean mayPublishAll() {
        return anyCovers(publish, ALL);
    }

    /** To be asked for every message: a subscription may be wider than the rights are. */
    public boolean maySubscribe(Topic topic) {
        return anyMatches(subscribe, topic);
    }

    /** A group takes all that its filter matches, so one of the rights has to cover the whole filter. */
    public boolean mayConsume(TopicFilter filter) {
        return anyCovers(consume, filter);
    }

    /** Whether all that the filter matches may be received, so that no message of it has to be asked for. */
    public boolean covers(TopicFilter filter) {
        return anyCovers(subscribe, filter);
    }

    private static boolean anyMatches(List<TopicFilter> filters, Topic topic) {
        for (TopicFilter filter : filters) {
            if (filter.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyCovers(List<TopicFilter> filters, TopicFilter narrow) {
        for (TopicFilter filter : filters) {
            if (filter.covers(narrow)) {
                return true;
            }
        }
        return false;
    }

    private static TopicFilter filter(String text) {
        @Nullable TopicFilter filter = TopicFilter.parse(text);
        if (filter == null) {
            throw new AssertionError(text);
        }
        return filter;
    }
}
