package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.metrics.Refusal;
import io.cioconnect.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The line that a task which only receives writes once an hour. */
class HourlyReceiptsTest {
    private static final String LINE = "Events acknowledged by Kafka in the last hour";

    private final ReceiverFixture fixture = new ReceiverFixture();
    private final WebhookReceiver receiver = fixture.receiver(512);

    @Test
    void onceAnHourOneLineSaysWhatWasConfirmed() {
        try (var log = new CapturedLog()) {
            fixture.metrics.receiver().acknowledged().add(3);
            receiver.polled();
            fixture.clock.advance(Duration.ofHours(1).minusMillis(1));
            receiver.polled();
            assertThat(log.lines(LINE)).isEmpty();

            fixture.clock.advance(Duration.ofMillis(1));
            receiver.polled();
            receiver.polled();
            assertThat(log.lines(LINE))
                    .singleElement()
                    .asString()
                    .contains("INFO", LINE + ": 3. Deliveries refused: none");

            fixture.metrics.receiver().acknowledged().add(2);
            fixture.metrics.receiver().refused(Refusal.SIGNATURE);
            fixture.clock.advance(Duration.ofHours(1));
            receiver.polled();
            assertThat(log.lines(LINE)).hasSize(2).last().asString().contains(": 2. ", "refused: 1 (signature)");
        }
    }

    @Test
    void aClockThatIsSetBackMakesTheHourNoLonger() {
        try (var log = new CapturedLog()) {
            receiver.polled();
            fixture.clock.advance(Duration.ofDays(-10));
            receiver.polled();
            receiver.polled();

            assertThat(log.lines(LINE)).hasSize(1);
        }
    }
}
