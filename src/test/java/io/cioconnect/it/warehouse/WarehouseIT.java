package io.cioconnect.it.warehouse;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The connector is paused for a moment in the middle, so that Customer.io is told to try again. */
final class WarehouseIT extends WarehouseContract {

    @Override
    void disturb(Pipeline pipeline) {
        pipeline.rest().pause(pipeline.prefix());
        await("a delivery is answered 503")
                .atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.sender().attempts().stream().anyMatch(attempt -> attempt.status() == 503));
        pipeline.rest().resume(pipeline.prefix());
    }
}
