package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold of registration, over many random histories. A failure names its seed, which {@code -Dmodel.seed} repeats. */
class RegistrationModelTest {
    private static final Logger log = LoggerFactory.getLogger(RegistrationModelTest.class);
    private static final int RUNS = Integer.getInteger("model.runs", 100);
    private static final long FIRST_SEED = Long.getLong("model.seed", 20261130);

    @Test
    void whateverHappensThereIsOneWebhookAndItBecomesAsWanted() throws Exception {
        int checks = 0;
        int tasks = 0;
        int stopped = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try (var run = new RegistrationModel(seed)) {
                run.run();
                checks += run.checks;
                tasks += run.tasks;
                stopped += run.stopped;
            }
        }
        log.info("{} checks by {} tasks, of which {} were stopped in one", checks, tasks, stopped);
        assertThat(checks).isGreaterThan(10 * RUNS);
        assertThat(tasks).isGreaterThan(2 * RUNS);
    }
}
