package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the guarantees say of deletes and of what follows a crash or another configuration, over many random histories. */
class RefreshModelTest {
    private static final Logger log = LoggerFactory.getLogger(RefreshModelTest.class);
    private static final int RUNS = Integer.getInteger("model.runs", 120);
    private static final long FIRST_SEED = Long.getLong("model.seed", 20261121);

    @Test
    void whateverHappensTheNextCompletePassMakesTheTopicEqualToTheList() throws Exception {
        int passes = 0;
        int crashes = 0;
        int orphaned = 0;
        int deletes = 0;
        int deferred = 0;
        int lateWrites = 0;
        int reconfigured = 0;
        int outdated = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try (var run = new ModelRun(seed)) {
                run.run();
                passes += run.passes;
                crashes += run.crashes;
                orphaned += run.orphaned();
                deletes += run.deletes;
                deferred += run.deferred;
                lateWrites += run.lateWrites;
                reconfigured += run.reconfigured;
                outdated += run.outdated;
            }
        }
        log.info(
                "{} passes, {} crashes, {} deletes, {} deferred, {} orphans, {} late writes, {} reconfigured, {} outdated",
                passes,
                crashes,
                deletes,
                deferred,
                orphaned,
                lateWrites,
                reconfigured,
                outdated);
        assertThat(crashes).isGreaterThan(RUNS);
        assertThat(orphaned).isPositive();
        assertThat(deletes).isGreaterThan(RUNS);
        assertThat(deferred).isGreaterThan(RUNS);
        assertThat(lateWrites).isPositive();
        assertThat(reconfigured).isGreaterThan(RUNS / 2);
        assertThat(outdated).isPositive();
    }
}
