package dev.weir.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dead letter has the key and payload of its original, and nothing else of it. */
class LetterTest {
    private static final String HEADERS = "{\"why\":\"é\"}";

    private final BatchWriter writer = new BatchWriter(Batches.ALLOC, new LinkId(1, 2));
    private final BatchWriter letters = new BatchWriter(Batches.ALLOC, LinkId.ofGroup(7));

    private void original(boolean binary, byte... payload) {
        byte[] parts = "ordersk-9{}\u0001uprinter".getBytes(UTF_8);
        writer.message(parts, new int[] {6, 3, 2, 9}, 77, binary, payload, 0, payload.length);
    }

    /** The letter of the last message of the batch, which is released. */
    private BatchView letter() {
        BatchView from = Batches.stamped(writer.finish(1, 0), 41);
        int m = from.first();
        while (from.next(m) < from.end()) {
            m = from.next(m);
        }
        letters.letter(from, m, "$dead/é".getBytes(UTF_8), HEADERS.getBytes(UTF_8));
        from.release();
        BatchView letter = letters.finish(0, 0);
        assertNull(BatchCheck.problem(letter.bytes(), 1_000));
        return letter;
    }

    private static String text(BatchView batch, int at, int length) {
        return batch.bytes().toString(at, length, UTF_8);
    }

    private static void isLetterOf(long offset, String key, BatchView letter) {
        int m = letter.first();
        assertTrue(letter.isLetter());
        assertEquals(1, letter.count());
        assertEquals("$dead/é", text(letter, letter.topicAt(m), letter.topicLength(m)));
        assertEquals(HEADERS, text(letter, letter.headersAt(m), letter.headersLength(m)));
        assertEquals(key, text(letter, letter.keyAt(m), letter.keyLength(m)));
        assertEquals(offset, letter.sequence(m));
        assertEquals(0, letter.producerLength(m));
        assertEquals(0, letter.offset(m));
        assertEquals(0, letter.time(m));
        assertEquals(letter.end(), letter.next(m));
    }

    @Test
    void hasTheKeyAndTheJsonOfItsOriginal() {
        original(false, (byte) '1');
        original(false, "{\"n\":1}".getBytes(UTF_8));
        BatchView letter = letter();
        isLetterOf(42, "k-9", letter);
        assertEquals(List.of("{\"n\":1}"), Batches.payloads(letter));
        assertFalse(letter.seed(letter.first()) || letter.binary(letter.first()));
        letter.release();
    }

    @Test
    void hasTheBytesOfABinaryOriginalAndSaysThatTheyAreBytes() {
        original(true, (byte) -1, (byte) 0);
        BatchView letter = letter();
        isLetterOf(41, "k-9", letter);
        int m = letter.first();
        assertTrue(letter.binary(m) && !letter.seed(m));
        assertEquals(2, letter.payloadLength(m));
        assertEquals((short) 0xff00, letter.bytes().getShort(letter.payloadAt(m)));
        letter.release();
    }

    @Test
    void hasTheContentOfASeedDocumentAndIsNone() {
        Batches.add(writer, "a", "{\"Topic\":\"a\",\"Content\":\"c\"}");
        BatchView from = Batches.stamped(writer.finish(1, 0), 42);
        ByteBuf content = Unpooled.copiedBuffer(" \"c\"", UTF_8);
        letters.letter(from, from.first(), "$dead/é".getBytes(UTF_8), HEADERS.getBytes(UTF_8), content, 1, 3);
        from.release();
        BatchView letter = letters.finish(0, 0);
        isLetterOf(42, "", letter);
        assertFalse(letter.seed(letter.first()) || letter.binary(letter.first()));
        assertEquals(List.of("\"c\""), Batches.payloads(letter));
        letter.release();
    }

    @Test
    void doesNotTakeOverThatItsOriginalWasRefused() {
        original(false, (byte) '1');
        BatchView from = writer.finish(1, 0);
        from.stampRefused(from.first(), true, 3, 0);
        letters.letter(from, from.first(), new byte[] {'t'}, new byte[0]);
        BatchView letter = letters.finish(0, 0);
        assertFalse(letter.refused(letter.first()) || letter.duplicate(letter.first()));
        from.release();
        letter.release();
    }

    /** What the drawing says: lengths are two bytes. */
    @Test
    void takesHeadersAsLongAsThereIsRoomFor() {
        original(false, (byte) '1');
        BatchView from = Batches.stamped(writer.finish(1, 0), 41);
        letters.letter(from, from.first(), new byte[] {'t'}, new byte[65_535]);
        BatchView letter = letters.finish(0, 0);
        assertEquals(65_535, letter.headersLength(letter.first()));
        assertEquals(1, letter.payloadLength(letter.first()));
        from.release();
        letter.release();
    }
}
