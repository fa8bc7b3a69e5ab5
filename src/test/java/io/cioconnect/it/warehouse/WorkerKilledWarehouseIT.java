package io.cioconnect.it.warehouse;

import static org.awaitility.Awaitility.await;

import io.cioconnect.simulator.Attempt;
import java.time.Duration;

/** The worker with the connector and the sinks is killed in the middle, and started again. */
final class WorkerKilledWarehouseIT extends WarehouseContract {
    private static final int CONFIRMED_BEFORE = 1_000;

    @Override
    void disturb(Pipeline pipeline) {
        await("a part of the events is confirmed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.sender().attempts().stream()
                                .filter(Attempt::isConfirmed)
                                .count()
                        >= CONFIRMED_BEFORE);
        pipeline.worker().kill();
        pipeline.worker().start();
    }
}
