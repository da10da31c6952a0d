package dev.weir.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is in the log in the end, as the one who reads everything has got it. Not thread safe. */
final class Stored {
    /** A message in one number: producer 8 bits, topic 16, its number 40. */
    private static final int NUMBER_BITS = 40;

    private static final int TOPIC_BITS = 16;

    private final Longs offsets = new Longs();
    private final Longs messages = new Longs();
    private final List<String> topics = new ArrayList<>();
    private final Map<String, Integer> topicIds = new HashMap<>();
    private final List<String> producers = new ArrayList<>();
    private final Map<String, Integer> producerIds = new HashMap<>();
    /** By producer: the first offset of each number. */
    private final List<Longs> firstAt = new ArrayList<>();
    /** Of what is there several times, how many more there are. */
    private final Map<Long, Integer> more = new HashMap<>();

    /** Offsets rise. */
    void add(long offset, String topic, String producer, long number) {
        long message = pack(topic, producer, number);
        offsets.add(offset);
        messages.add(message);
        Longs first = firstAt.get(producerId(producer));
        if (first.get(number) == 0) {
            first.put(number, offset);
        } else {
            more.merge(message, 1, Integer::sum);
        }
    }

    private long pack(String topic, String producer, long number) {
        return ((long) producerId(producer) << TOPIC_BITS | topicId(topic)) << NUMBER_BITS | number;
    }

    private int topicId(String topic) {
        return topicIds.computeIfAbsent(topic, name -> {
            topics.add(name);
            return topics.size() - 1;
        });
    }

    private int producerId(String producer) {
        return producerIds.computeIfAbsent(producer, name -> {
            producers.add(name);
            firstAt.add(new Longs());
            return producers.size() - 1;
        });
    }

    int size() {
        return offsets.size();
    }

    long offset(int index) {
        return offsets.get(index);
    }

    /** Where an offset is; negative if it is not there. */
    int find(long offset) {
        return offsets.find(offset);
    }

    boolean is(int index, String topic, String producer, long number) {
        return messages.get(index) == pack(topic, producer, number);
    }

    boolean is(int index, String producer, long number) {
        return producer.equals(producer(index)) && number == number(index);
    }

    String topic(int index) {
        return topics.get((int) (messages.get(index) >> NUMBER_BITS) & (1 << TOPIC_BITS) - 1);
    }

    private String producer(int index) {
        return producers.get((int) (messages.get(index) >> NUMBER_BITS + TOPIC_BITS));
    }

    private long number(int index) {
        return messages.get(index) & (1L << NUMBER_BITS) - 1;
    }

    /** In words. */
    String at(int index) {
        return offset(index) + ": " + topic(index) + " " + producer(index) + " " + number(index);
    }

    List<String> producers() {
        return producers;
    }

    /** The highest number of a producer. */
    long numberMax(String producer) {
        Integer id = producerIds.get(producer);
        return id == null ? 0 : firstAt.get(id).size() - 1;
    }

    /** The first offset of a message; 0 if it is not there. */
    long firstAt(String producer, long number) {
        Integer id = producerIds.get(producer);
        return id == null ? 0 : firstAt.get(id).get(number);
    }

    int copies(String producer, long number) {
        long first = firstAt(producer, number);
        return first == 0 ? 0 : 1 + more.getOrDefault(messages.get(find(first)), 0);
    }
}
