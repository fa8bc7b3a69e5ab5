package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.it.rig.RigRun.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A short run of the rig with a fixed seed. Judged is what must hold however slow the machine is: nothing lost, invented, doubled or out of order,
 * no wrong answer, no wrong row, delete or webhook, and all works again. Long runs, which judge times as well: {@link RigChaos}.
 */
@ExtendWith(KafkaExtension.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class RigIT {
    private static final long SEED = 16;

    /** One of each sort; what takes long to heal is left to the long runs. */
    private static final List<String> KINDS = List.of(
            "broker-freeze",
            "worker-kill-1",
            "worker-term-2",
            "worker-freeze-1",
            "link-api-reset",
            "link-broker-black_hole",
            "link-receiver-1-reset",
            "task-restart",
            "connector-restart",
            "pause",
            "config-app.api.url",
            "config-refresh.emit",
            "api-fault",
            "api-empty-list",
            "deliveries-malformed",
            "topic-deleted");

    @Test
    void keepsItsPromisesUnderAFewFaults(SharedKafka kafka) throws IOException {
        Path directory = BuildOutput.directory().resolve("rig").resolve("short");
        Outcome outcome = new RigRun(kafka, RigSize.SMALL, WorkerSettings::withExactlyOnce, false)
                .hunt(SEED, all -> Schedule.drawn(SEED, KINDS, KINDS.size()), Duration.ofHours(1), directory);
        assertThat(outcome.judgement().violations().stream().limit(20))
                .as("schedule, history and judgement in %s", directory)
                .isEmpty();
        assertThat(outcome.steps())
                .as("what was injected, and what is kept to repeat it")
                .hasSameSizeAs(KINDS)
                .isEqualTo(Schedule.read(directory.resolve("schedule.txt")).steps());
    }
}
