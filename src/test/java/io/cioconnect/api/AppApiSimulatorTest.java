package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.testing.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppApiSimulatorTest {
    private final CollectedRows rows = new CollectedRows();
    private final ManualTime time = new ManualTime();
    private CustomerIoSimulator simulator;
    private AppApiClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = new CustomerIoSimulator();
        simulator.limitRate(false);
        var config = new AppApiConfig(
                simulator.url(), Optional.of(new Password(simulator.apiKey())), 8, Duration.ofSeconds(10));
        client = new AppApiClient(
                config, new ApiMetrics(1e6), "test", List.of(), time, new Pause(time::nanos), () -> 0.5);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        simulator.close();
    }

    @Test
    void readsAllTenLists() throws Exception {
        for (ApiList list : simulator.lists().all()) {
            client.page(list.path(), Map.of(), list.recordsField(), rows, () -> false);
            assertThat(rows.rows)
                    .extracting(ObjectNode::toString)
                    .isEqualTo(list.rows().stream()
                            .filter(row -> !row.path("hidden").asBoolean())
                            .map(ObjectNode::toString)
                            .toList());
        }
    }

    @Test
    void walksByTheCursorsGiven() throws Exception {
        var ids = new ArrayList<String>();
        var pages = new ArrayList<Integer>();
        String start = "";
        do {
            var query = new LinkedHashMap<>(Map.of("hidden", "false", "limit", "3"));
            if (!start.isEmpty()) {
                query.put("start", start);
            }
            Page page = client.page("/v1/sender_identities", query, "sender_identities", rows, () -> false);
            ids.addAll(rows.ids());
            pages.add(page.rows());
            start = page.next();
        } while (!start.isEmpty());
        assertThat(ids).containsExactly("4501", "4502", "4503", "4504", "4505");
        assertThat(pages).containsExactly(3, 2, 0);
    }

    @Test
    void comesThroughEveryPassingFault() throws Exception {
        for (Fault fault : List.of(
                Fault.status(500),
                Fault.rateLimited(1),
                Fault.quotaExceeded(),
                Fault.html(200),
                Fault.html(502),
                Fault.truncated(),
                Fault.reset(),
                Fault.drip(100, Duration.ofMillis(1)))) {
            simulator.faults().times(1, "/v1/campaigns", fault);
            client.page("/v1/campaigns", Map.of(), "campaigns", rows, () -> false);
            assertThat(rows.rows).hasSameSizeAs(simulator.list("campaigns").rows());
        }
        assertThat(simulator.faults().pending()).isZero();
    }

    @Test
    void streamsALongListRowByRow() throws Exception {
        simulator.list("segments").generate(60_000);
        long before = heapAfterCollection();
        var counted = new Counted();
        Page page = client.page("/v1/segments", Map.of(), "segments", counted, () -> false);
        assertThat(page.rows()).isEqualTo(60_000);
        assertThat(counted.characters).isGreaterThan(54_000_000);
        assertThat(counted.largestHeap - before)
                .as("heap used three quarters of the way through 60 MB")
                .isLessThan(16_000_000);
    }

    /** Looks at the heap once, in the middle of the list. */
    private static final class Counted implements RowSink {
        @Override
        public void rejected(RejectedRow row) {
            throw new AssertionError("every row is an object");
        }

        private int rows;
        private long characters;
        private long largestHeap;

        @Override
        public void beginPage() {
            rows = 0;
        }

        @Override
        public void row(ObjectNode row) {
            characters += row.toString().length();
            if (++rows == 45_000) {
                largestHeap = heapAfterCollection();
            }
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
