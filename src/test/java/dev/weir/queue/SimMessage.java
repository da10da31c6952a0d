package dev.weir.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One message of a client; its payload is its number. A client that was told nothing may publish it again. */
final class SimMessage {
    private static final byte[] USER = "\u0001u".getBytes(UTF_8);

    final long id;
    final String topic;
    final @Nullable SimClient client;
    final long sequence;

    SimMessage(long id, String topic, @Nullable SimClient client, long sequence) {
        this.id = id;
        this.topic = topic;
        this.client = client;
        this.sequence = sequence;
    }

    void write(BatchWriter writer) {
        byte[] t = topic.getBytes(UTF_8);
        byte[] producer = client == null ? new byte[0] : client.name.getBytes(UTF_8);
        int length = client == null ? 0 : USER.length + producer.length;
        byte[] k = key().getBytes(UTF_8);
        byte[] parts = new byte[t.length + k.length + length];
        System.arraycopy(k, 0, parts, t.length, k.length);
        System.arraycopy(t, 0, parts, 0, t.length);
        if (length > 0) {
            System.arraycopy(USER, 0, parts, t.length + k.length, USER.length);
            System.arraycopy(producer, 0, parts, t.length + k.length + USER.length, producer.length);
        }
        byte[] payload = ByteBuffer.allocate(8).putLong(id).array();
        writer.message(parts, new int[] {t.length, k.length, 0, length}, sequence, true, payload, 0, payload.length);
    }

    /** Three of four have one. */
    private String key() {
        return id % 4 == 0 ? "" : "k" + id % 3;
    }

    static long id(BatchView batch, int m) {
        return batch.bytes().getLong(batch.payloadAt(m));
    }
}
