package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;

class MinimumRateTest {
    private long nanos;

    @Test
    void aReplyThatDripsFailsAfterAMinute() {
        Source body = paced(new Dripping(1, Duration.ofSeconds(1), 10_000));
        assertThatThrownBy(() -> Okio.buffer(body).readByteArray())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 KiB a second");
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void aReplyThatBecomesSlowFailsAMinuteLater() {
        var dripping = new Dripping(2_000, Duration.ofSeconds(1), 2_000 * 600);
        Source body = paced(dripping);
        dripping.slowDownAfter = 120;
        assertThatThrownBy(() -> Okio.buffer(body).readByteArray()).hasMessageContaining("1 KiB a second");
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofSeconds(170), Duration.ofSeconds(185));
    }

    @Test
    void aLongReplyAtTheLeastRateIsReadToItsEnd() throws IOException {
        Source body = paced(new Dripping(1_024, Duration.ofSeconds(1), 1_024 * 600));
        assertThat(Okio.buffer(body).readByteArray()).hasSize(1_024 * 600);
    }

    @Test
    void aShortReplyMayEndSlowly() throws IOException {
        Source body = paced(new Dripping(1, Duration.ofSeconds(2), 29));
        assertThat(Okio.buffer(body).readByteArray()).hasSize(29);
    }

    @Test
    void theTimeItsReaderTakesDoesNotCount() throws IOException {
        Source body = paced(new Dripping(1, Duration.ofMillis(1), 100));
        var sink = new Buffer();
        while (body.read(sink, 1) >= 0) {
            nanos += Duration.ofSeconds(30).toNanos();
        }
        assertThat(sink.size()).isEqualTo(100);
    }

    private Source paced(Source body) {
        return new MinimumRate(body, () -> nanos);
    }

    /** Some bytes, each time after a wait. */
    private final class Dripping implements Source {
        private final int bytes;
        private final Duration wait;
        private long left;
        private int reads;
        private int slowDownAfter = Integer.MAX_VALUE;

        Dripping(int bytes, Duration wait, long left) {
            this.bytes = bytes;
            this.wait = wait;
            this.left = left;
        }

        @Override
        public long read(Buffer sink, long byteCount) {
            if (left == 0) {
                return -1;
            }
            nanos += wait.toNanos();
            reads++;
            int count = (int) Math.min(left, reads > slowDownAfter ? 1 : Math.min(bytes, byteCount));
            sink.write(new byte[count]);
            left -= count;
            return count;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
