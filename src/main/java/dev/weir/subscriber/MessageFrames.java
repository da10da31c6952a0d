package dev.weir.subscriber;

import dev.weir.message.BatchView;
import dev.weir.protocol.FrameText;
import dev.weir.protocol.MessageEncoder;
import dev.weir.web.Frames;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes stored messages as whole frames, in the form clients of a protocol get them. Owned by the edge's loop. */
final class MessageFrames {
    private final MessageEncoder encoder = new MessageEncoder();
    private @Nullable FrameText text;

    /** Makes the frame of the message at {@code m}, which has a topic and was stored; bytes that it takes at most. */
    int prepare(Codec codec, BatchView batch, int m) {
        if (codec == Codec.SEED && batch.seed(m)) {
            text = null; // the document lies in the batch as it is to be sent
            return batch.payloadLength(m) + Frames.HEADER_BYTES_MAX;
        }
        FrameText made = codec == Codec.SEED ? encoder.seedDocument(batch, m) : encoder.message(batch, m);
        text = made;
        return made.length() + Frames.HEADER_BYTES_MAX;
    }

    /** Appends the frame that was prepared for this message. */
    void write(BatchView batch, int m, ByteBuf out) {
        FrameText made = text;
        if (made == null) {
            int length = batch.payloadLength(m);
            Frames.textHeader(out, length);
            out.writeBytes(batch.bytes(), batch.payloadAt(m), length);
        } else {
            Frames.textHeader(out, made.length());
            made.writeTo(out);
        }
    }
}
