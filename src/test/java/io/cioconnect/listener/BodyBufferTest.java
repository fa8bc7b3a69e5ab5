package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyBufferTest {
    private static final int MAX_BODY = 300 << 10;

    private final InFlightLimit limit = new InFlightLimit();
    private final Random random = new Random(7);

    @Test
    void keepsAnOrdinaryBodyWhole() {
        byte[] sent = bytes(MAX_BODY);
        var body = new BodyBuffer(MAX_BODY, -1, limit, Long.MAX_VALUE);

        fill(body, sent);

        assertThat(body.isTooLarge()).isFalse();
        assertThat(body.take().orElseThrow()).isEqualTo(sent);
        assertThat(limit.bytes()).isEqualTo(MAX_BODY);
    }

    @Test
    void keepsHeadSizeAndDigestOfOneThatIsTooLarge() throws Exception {
        byte[] sent = bytes(3 << 20);
        var body = new BodyBuffer(MAX_BODY, sent.length, limit, Long.MAX_VALUE);

        fill(body, sent);

        assertThat(body.isTooLarge()).isTrue();
        assertThat(body.size()).isEqualTo(3 << 20);
        assertThat(body.sha256()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(sent));
        assertThat(body.take().orElseThrow()).isEqualTo(Arrays.copyOf(sent, BodyBuffer.HEAD));
        assertThat(limit.bytes()).isEqualTo(BodyBuffer.HEAD);
    }

    @Test
    void keepsTheHeadAlsoWhenOrdinaryBodiesAreSmallerThanIt() {
        byte[] sent = bytes(400 << 10);
        var body = new BodyBuffer(1_000, -1, limit, Long.MAX_VALUE);

        fill(body, sent);

        assertThat(body.take().orElseThrow()).isEqualTo(Arrays.copyOf(sent, BodyBuffer.HEAD));
    }

    /** No array is as long as this file, of which nothing is written. */
    @Test
    void givesTheRoomBackWhenThereIsNoMemoryForIt(@TempDir Path directory) throws Exception {
        var body = new BodyBuffer(Integer.MAX_VALUE, -1, limit, Long.MAX_VALUE);
        body.add(ByteBuffer.wrap(new byte[10]));
        long before = limit.bytes();

        try (var file = FileChannel.open(
                directory.resolve("endless"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            ByteBuffer endless = file.map(FileChannel.MapMode.READ_WRITE, 0, Integer.MAX_VALUE - 10L);
            assertThatThrownBy(() -> body.add(endless)).isInstanceOf(OutOfMemoryError.class);
        }

        assertThat(limit.bytes()).isEqualTo(before);
        body.discard();
        assertThat(limit.bytes()).isZero();
    }

    @Test
    void takesRoomAsBytesArriveNotAsTheyAreAnnounced() {
        var body = new BodyBuffer(MAX_BODY, MAX_BODY, limit, Long.MAX_VALUE);

        body.add(ByteBuffer.wrap(new byte[10]));

        assertThat(limit.bytes()).isLessThan(5_000);
    }

    @Test
    void takesNoMoreThanTheListenerHas() {
        var first = new BodyBuffer(MAX_BODY, -1, limit, 10_000);
        var second = new BodyBuffer(MAX_BODY, -1, limit, 10_000);

        assertThat(first.add(ByteBuffer.wrap(new byte[8_000]))).isTrue();
        assertThat(second.add(ByteBuffer.wrap(new byte[8_000]))).isFalse();
        first.discard();
        assertThat(second.add(ByteBuffer.wrap(new byte[8_000]))).isTrue();
    }

    /** Or it would be answered 503 for seven days, with every later event behind it. */
    @Test
    void aBodyThatIsAloneAlwaysFits() {
        byte[] sent = bytes(400 << 10);
        var body = new BodyBuffer(1_000, -1, limit, 2_000);

        fill(body, sent);

        assertThat(body.take().orElseThrow()).isEqualTo(Arrays.copyOf(sent, BodyBuffer.HEAD));
        assertThat(new BodyBuffer(1_000, 10, limit, 2_000).add(ByteBuffer.wrap(new byte[10])))
                .as("the next one waits")
                .isFalse();
        body.discard();
        assertThat(limit.bytes()).isZero();
    }

    @Test
    void givesAllItsRoomBackAndTakesNoneAfterwards() {
        var body = new BodyBuffer(MAX_BODY, -1, limit, Long.MAX_VALUE);
        fill(body, bytes(100_000));

        body.discard();
        fill(body, bytes(100_000));
        body.discard();

        assertThat(limit.bytes()).isZero();
        assertThat(body.size()).isEqualTo(200_000);
        assertThat(body.take()).as("nothing is left to be received").isEmpty();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void fill(BodyBuffer body, byte[] sent) {
        int at = 0;
        while (at < sent.length) {
            int length = Math.min(1 + random.nextInt(8_192), sent.length - at);
            assertThat(body.add(ByteBuffer.wrap(sent, at, length))).isTrue();
            at += length;
        }
    }
}
