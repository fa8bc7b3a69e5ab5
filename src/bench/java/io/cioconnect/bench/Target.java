package io.cioconnect.bench;

import java.time.Duration;
import java.util.List;

/**
 * Something that receives webhooks.
 *
 * @param topic that all events of the benchmark go to
 * @param processes those whose CPU time counts as its own
 */
record Target(String name, int port, String path, String topic, List<ProcessHandle> processes) {
    /** CPU time that its processes have used so far. */
    Duration cpu() {
        return cpu(processes);
    }

    static Duration cpu(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
