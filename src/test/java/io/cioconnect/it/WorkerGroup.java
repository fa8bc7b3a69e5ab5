package io.cioconnect.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectRest;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Workers of one group, each of which finds the port of its own receiver in its environment. One thread at a time. */
final class WorkerGroup implements AutoCloseable {
    private final List<ConnectWorker> workers;

    WorkerGroup(SharedKafka kafka, WorkerSettings settings, int size) {
        workers = IntStream.rangeClosed(1, size)
                .mapToObj(number -> kafka.newWorker(WorkerSettings.named(settings.name() + "-worker" + number)
                        .inGroup(settings.name())
                        .withHeap("256m")
                        .with(settings.overrides())
                        .with("config.providers", "env")
                        .with(
                                "config.providers.env.class",
                                "org.apache.kafka.common.config.provider.EnvVarConfigProvider")))
                .toList();
    }

    List<ConnectWorker> workers() {
        return workers;
    }

    List<String> receivers() {
        return workers.stream()
                .map(worker -> worker.addressOf(worker.receiverPort()))
                .toList();
    }

    /** The living worker in which the connector's first task runs; waits until there is one. */
    ConnectWorker running(String connector) {
        return await("a living worker runs " + connector)
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions() // a worker that is not ready, or asks one that died
                .until(() -> find(connector), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ConnectWorker> find(String connector) {
        for (ConnectWorker asked : workers) {
            if (asked.isAlive() && asked.rest().isHealthy()) {
                JsonNode task = asked.rest().status(connector).path("tasks").path(0);
                return task.path("state").asText().equals("RUNNING")
                        ? workers.stream()
                                .filter(ConnectWorker::isAlive)
                                .filter(worker -> address(worker.rest())
                                        .equals(task.path("worker_id").asText()))
                                .findFirst()
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String address(ConnectRest rest) {
        return rest.address().getAuthority();
    }

    @Override
    public void close() {
        workers.forEach(ConnectWorker::close);
    }
}
