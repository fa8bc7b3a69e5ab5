package io.cioconnect.bench;

import java.time.Duration;
import java.util.List;

/**
 * Something that receives webhooks.
 *
 * @param processes those whose CPU time counts as its own
 */
record Target(String name, int port, String path, List<ProcessHandle> processes) {
    /** CPU time that its processes have used so far. */
    Duration cpu() {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
