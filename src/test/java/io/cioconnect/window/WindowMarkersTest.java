package io.cioconnect.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.Sync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A window's marker says that Kafka has all of its rows. */
@Timeout(120) // a row that never comes must not hang the build
class WindowMarkersTest {
    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void noMarkerIsHandedOverBeforeKafkaHasTheRows() throws Exception {
        fixture.with("tables", "deliveries").with("deliveries.start", "P1D").start();
        fixture.deliveries(3, Duration.ofHours(3), Duration.ofHours(1));
        Future<Sync.Turn> turn = fixture.begin(WindowFixture.FIRST);
        List<TrackedRecord> polled = new ArrayList<>();
        while (polled.size() < 3) {
            polled.addAll(fixture.connect.poll(Duration.ofSeconds(60)));
        }
        await("all is handed over").until(fixture::isWaitingForKafka);
        polled.addAll(fixture.connect.poll(Duration.ZERO));
        assertThat(polled).extracting(TrackedRecord::topic).containsOnly("p.deliveries");

        polled.forEach(TrackedRecord::failed);
        assertThatThrownBy(() -> WindowFixture.result(turn)).isInstanceOf(PassFailedException.class);
        assertThat(fixture.connect.poll(Duration.ZERO)).isEmpty();
    }
}
