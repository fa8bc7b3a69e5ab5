package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.status.ConnectorStatus;
import io.cioconnect.status.Problem;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.webhook.WebhookMetrics;
import io.cioconnect.webhook.WebhookReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A connector that receives on this worker, and whose polled table another worker refreshes. */
class TaskStatusTest {
    private final ManualClock clock = new ManualClock();
    private final CustomerIoSourceConfig config = new CustomerIoSourceConfig(ConnectorProps.eventTables("cio", 0, "key")
            .with("name", "elsewhere")
            .with("tables", "segments,email_events")
            .with("app.api.key", "made-up-app-api-key")
            .toMap());

    private final WebhookMetrics metrics = WebhookMetrics.of(config.eventTables(), clock);

    @AutoClose
    private final WebhookReceiver receiver = new WebhookReceiver(
            config.webhook(), config.topics(), SizeLimits.standard(), new RecordQueue(10, 1_000), metrics, clock);

    @Test
    void deletesThatAreHeldAreShownFromWhatIsStored() {
        TaskStatus status = status(Map.of("segments", passThatHolds(2)));
        assertThat(segments(status).deletesDeferred()).isEqualTo(2);
    }

    @Test
    void aTableIsStaleTwoIntervalsAfterItsLastPass() {
        Duration twice = config.refresh().intervals().get("segments").multipliedBy(2);
        TaskStatus status = status(Map.of("segments", passThatHolds(0)));
        clock.advance(twice);
        assertThat(segments(status).stale()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(segments(status).stale()).isTrue();
        assertThat(segments(status(Map.of("segments", passThatHolds(0)))).stale())
                .isFalse();
    }

    /** The task that should read it may have failed. */
    @Test
    void aTableThatNeverHadAPassIsStaleTwoIntervalsAfterTheStart() {
        Duration twice = config.refresh().intervals().get("segments").multipliedBy(2);
        clock.advance(Duration.ofDays(7));
        TaskStatus status = status(Map.of());
        clock.advance(twice);
        assertThat(segments(status).stale()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(segments(status).stale()).isTrue();
        assertThat(Problem.of(status.now()))
                .extracting(Problem::what)
                .contains("segments: no complete pass for more than two intervals of 6 h.");
    }

    private TaskStatus status(Map<String, PassOffset> passes) {
        var progress = new StoredProgress(passes, StoredWindows.NONE);
        return new TaskStatus(0, () -> RegistrationState.MANUAL, receiver, metrics, config, () -> progress, clock);
    }

    private static ConnectorStatus.Table segments(TaskStatus status) {
        assertThat(status.now().tables()).hasSize(1);
        return status.now().tables().get(0);
    }

    private PassOffset passThatHolds(int deletes) {
        List<PassOffset.Bucket> buckets = new ArrayList<>(PassOffset.none().buckets());
        var deferred = new BitSet();
        deferred.set(0, deletes);
        buckets.set(7, new PassOffset.Bucket(1, true, deferred));
        return new PassOffset(clock.instant(), clock.instant(), 10, 0, 0, true, 1, Map.of(), buckets);
    }
}
