package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.FreePort;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the contract says of connectors that share ports, over many random histories. */
class ListenerModelTest {
    private static final Logger log = LoggerFactory.getLogger(ListenerModelTest.class);
    private static final int RUNS = Integer.getInteger("model.runs", 15);
    private static final long FIRST_SEED = Long.getLong("model.seed", 20261130);

    @Test
    void whateverHappensGenuineDeliveriesAreTakenOrPutOff() throws Exception {
        List<Integer> ports = Stream.generate(FreePort::next).limit(3).toList();
        int restarts = 0;
        int handedOver = 0;
        int unavailable = 0;
        int unknown = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try (var run = new ListenerRun(seed, ports)) {
                run.run();
                restarts += run.restarts;
                handedOver += run.judge.handedOver;
                unavailable += run.judge.unavailable;
                unknown += run.judge.unknown;
            }
        }
        log.info("{} restarts, {} handed over, {} put off, {} unknown", restarts, handedOver, unavailable, unknown);
        assertThat(restarts).isGreaterThan(RUNS);
        assertThat(handedOver).isGreaterThan(RUNS);
        assertThat(unavailable).isGreaterThan(RUNS);
        assertThat(unknown).isGreaterThan(RUNS);
    }
}
