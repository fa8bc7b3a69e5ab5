package io.cioconnect.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the page on deliveries promises, over many random histories. A failure names its seed: {@code -Dmodel.seed=<seed> -Dmodel.runs=1} repeats
 * it.
 */
class WindowModelTest {
    private static final Logger log = LoggerFactory.getLogger(WindowModelTest.class);
    private static final int RUNS = Integer.getInteger("model.runs", 12);
    private static final long FIRST_SEED = Long.getLong("model.seed", 1);

    @Test
    void whateverHappensAllThatIsPromisedIsWrittenAtLast() throws Exception {
        int calls = 0;
        int crashes = 0;
        int failed = 0;
        int reconfigured = 0;
        int changes = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try (var run = new WindowModelRun(seed)) {
                run.run();
                calls += run.calls();
                crashes += run.crashes;
                failed += run.failed;
                reconfigured += run.reconfigured;
                changes += run.checkedChanges();
            }
        }
        log.info(
                "{} calls, {} crashes, {} failures, {} reconfigured, {} metrics",
                calls,
                crashes,
                failed,
                reconfigured,
                changes);
        assertThat(changes).isGreaterThan(RUNS);
        if (RUNS > 1) {
            assertThat(crashes).isGreaterThan(RUNS / 4);
            assertThat(failed).isGreaterThan(RUNS / 4);
            assertThat(reconfigured).isGreaterThan(RUNS / 4);
        }
    }
}
