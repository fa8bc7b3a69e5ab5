package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One pass over each of the tables below 200 campaigns, 500 newsletters and 100 segments. Prints calls and heap. */
@ExtendWith(KafkaExtension.class)
final class WiderTablesChaos {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final List<String> TABLES = List.of(
            "campaign_actions",
            "newsletter_contents",
            "newsletter_test_groups",
            "segment_usage",
            "segment_counts",
            "campaign_metrics",
            "journey_metrics",
            "newsletter_metrics");

    @Test
    void theHeapIsFlat(SharedKafka kafka) throws IOException {
        int jmx = FreePort.next();
        WorkerSettings settings = WorkerVitals.visible(WorkerSettings.named(kafka.unique("wider-heap")), jmx);
        try (ConnectWorker worker = kafka.newWorker(settings)) {
            worker.start();
            try (RefreshRun run = new RefreshRun(kafka, worker, "wider-heap");
                    ObservedHeap heap = new ObservedHeap(jmx)) {
                fill(run);
                run.props()
                        .with("tables", "@content,@usage,@metrics")
                        .with("app.api.requests.per.second", 10)
                        .with("refresh.interval.ms", 7_200_000);
                run.start();
                heap.until(
                        "two passes",
                        PATIENCE,
                        () -> TABLES.stream()
                                .allMatch(table -> !run.passes(table).isEmpty()));
                System.out.println("calls " + run.customerIo.requests().countsByRoute());
                System.out.println(
                        "rows of actions " + run.count("campaign_actions").rows() + ", of metrics "
                                + run.count("campaign_metrics").rows());
                System.out.println(heap);
                assertThat(run.topics().latest(run.connector + ".campaign_actions"))
                        .hasSize(1_600);
                heap.assertFlat(16);
            }
        }
    }

    private static void fill(RefreshRun run) {
        run.customerIo.lists().all().forEach(ApiList::clear);
        run.customerIo.wider().children().clear();
        generate(run, "campaigns", 200);
        generate(run, "newsletters", 500);
        generate(run, "segments", 100);
        run.customerIo.wider().children().generate(ChildTable.CAMPAIGN_ACTIONS, 8);
        run.customerIo.wider().children().generate(ChildTable.NEWSLETTER_CONTENTS, 2);
    }

    private static void generate(RefreshRun run, String table, int rows) {
        run.customerIo.list(table).generate(rows);
    }
}
