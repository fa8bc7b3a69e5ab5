package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.status.ConnectorStatus;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.webhook.WebhookMetrics;
import io.cioconnect.webhook.WebhookReceiver;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A connector that receives on this worker, and whose polled table another worker refreshes. */
class TaskStatusTest {
    private final ManualClock clock = new ManualClock();
    private final CustomerIoSourceConfig config = new CustomerIoSourceConfig(ConnectorProps.eventTables("cio", 0, "key")
            .with("name", "elsewhere")
            .with("tables", "segments,email_events")
            .with("app.api.key", "made-up-app-api-key")
            .toMap());

    @Test
    void deletesThatAreHeldAreShownFromWhatIsStored() {
        WebhookMetrics metrics = WebhookMetrics.of(config.eventTables(), clock);
        var progress = new StoredProgress(Map.of("segments", passThatHolds(2)), StoredWindows.NONE);
        try (var receiver = new WebhookReceiver(
                config.webhook(), config.topics(), SizeLimits.standard(), new RecordQueue(10, 1_000), metrics, clock)) {
            ConnectorStatus status = new TaskStatus(
                            0, () -> RegistrationState.MANUAL, receiver, metrics, config, () -> progress, clock)
                    .now();

            assertThat(status.tables())
                    .singleElement()
                    .extracting(ConnectorStatus.Table::deletesDeferred)
                    .isEqualTo(2L);
        }
    }

    private PassOffset passThatHolds(int deletes) {
        List<PassOffset.Bucket> buckets = new ArrayList<>(PassOffset.none().buckets());
        var deferred = new BitSet();
        deferred.set(0, deletes);
        buckets.set(7, new PassOffset.Bucket(1, true, deferred));
        return new PassOffset(clock.instant(), clock.instant(), 10, 0, 0, true, 1, Map.of(), buckets);
    }
}
