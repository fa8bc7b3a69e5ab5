package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.testing.ConnectorProps;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A connector that copies list tables of a simulated workspace of its own, and what it made of them. */
final class RefreshRun implements AutoCloseable {
    private static final Duration PATIENCE =
            Boolean.getBoolean("chaos") ? Duration.ofMinutes(10) : Duration.ofSeconds(90);

    final CustomerIoSimulator customerIo;
    final String connector;
    private final ConnectWorker worker;
    private final TopicReader topics;
    private final ConnectorProps props;

    RefreshRun(SharedKafka kafka, ConnectWorker worker, String name) throws IOException {
        this.customerIo = new CustomerIoSimulator();
        this.customerIo.limitRate(false);
        this.connector = kafka.unique(name);
        this.worker = worker;
        this.topics = kafka.topics();
        this.props = ConnectorProps.polledTables(connector, customerIo.url().toString(), customerIo.apiKey());
    }

    TopicReader topics() {
        return topics;
    }

    ConnectorProps props() {
        return props;
    }

    void start() {
        worker.rest().put(connector, props.toMap());
    }

    /** The markers of a table's complete passes, in order. */
    List<JsonNode> passes(String table) {
        return topics.read(connector + ".refreshes").stream()
                .map(TopicRecord::value)
                .filter(marker -> marker.path("table").asText().equals(table))
                .toList();
    }

    /** Waits for so many more complete passes that began after this call, and returns the last. */
    JsonNode awaitPasses(String table, int more) {
        return awaitPassesSince(Instant.now(), table, more);
    }

    /** As {@link #awaitPasses}, of passes that began after that instant. */
    JsonNode awaitPassesSince(Instant start, String table, int more) {
        List<JsonNode> passes = Awaitility.await(more + " more passes of " + table)
                .atMost(PATIENCE)
                .until(
                        () -> passes(table).stream()
                                .filter(pass -> pass.path("started_at").asLong() >= start.toEpochMilli())
                                .toList(),
                        found -> found.size() >= more);
        return passes.get(more - 1);
    }

    void awaitFirstPass(String table) {
        Awaitility.await("a pass of " + table)
                .atMost(PATIENCE)
                .until(() -> !passes(table).isEmpty());
    }

    List<TopicRecord> records(String table) {
        return topics.read(connector + "." + table);
    }

    long tombstones(String table) {
        return count(table).tombstones();
    }

    /** What a topic consists of. */
    record Count(long rows, long tombstones) {}

    Count count(String table) {
        long[] counts = new long[2];
        topics.forEach(connector + "." + table, record -> counts[record.value() == null ? 1 : 0]++);
        return new Count(counts[0], counts[1]);
    }

    /** Lines of the worker's log about this connector, but for those that only somebody who debugs sees. */
    List<String> said(String text) {
        return worker.log()
                .lines()
                .filter(line ->
                        line.contains("[" + connector + "|") && line.contains(text) && !line.contains(" DEBUG "))
                .toList();
    }

    void awaitSaid(String text) {
        Awaitility.await("the log says: " + text)
                .atMost(PATIENCE)
                .until(() -> !said(text).isEmpty());
    }

    /** Tables of which Connect has stored a complete pass. */
    long storedPasses() {
        return worker.rest().offsets(connector).findValuesAsText("bucket").stream()
                .filter("pass"::equals)
                .count();
    }

    /** The topic, folded by key, holds exactly the rows of the list, each field in its column or in _extra. */
    void assertEqualsApi(String table) throws IOException {
        Map<String, ObjectNode> listed = new HashMap<>();
        for (ObjectNode row : customerIo.list(table).rows()) {
            listed.put(row.path(customerIo.list(table).idField()).asText(), row);
        }
        Map<String, JsonNode> folded = new HashMap<>();
        topics.latest(connector + "." + table)
                .forEach((key, record) ->
                        folded.put(key.properties().iterator().next().getValue().asText(), record.value()));
        assertThat(folded.keySet()).as(table).containsExactlyInAnyOrderElementsOf(listed.keySet());
        for (Map.Entry<String, ObjectNode> row : listed.entrySet()) {
            assertThat(KeptFields.lost(row.getValue(), folded.get(row.getKey())))
                    .as("%s %s", table, row.getKey())
                    .isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        if (worker.isAlive()) {
            worker.rest().call("DELETE", "/connectors/" + connector, null);
        }
        customerIo.close();
    }
}
