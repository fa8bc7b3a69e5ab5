package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.SinkFile;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.ConnectorProps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Iceberg's sink with the file that we ship, of which only the catalogue's address differs, and how long the sink waits. Lists change, events
 * come, a column is added; then the tables are read.
 */
@ExtendWith(KafkaExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IcebergIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SIGNING_KEY = "a-signing-key-of-the-iceberg-test";
    private static final int EVENTS = 140;
    private static final String ADDED_COLUMN = "column_of_tomorrow";
    private static final int ADDED_ROW = 777_777;

    private final SharedKafka kafka;
    private final String prefix;
    private final ConnectWorker worker;
    private final CustomerIoSimulator api = new CustomerIoSimulator();
    private final IcebergCatalog iceberg;
    private final ListChanges changes = new ListChanges(api);
    private final SentEvents events = new SentEvents(api.list("campaigns").ids());
    private final Map<String, List<TopicRecord>> records = new TreeMap<>(); // by table

    IcebergIT(SharedKafka kafka, @TempDir Path directory) throws IOException {
        this.kafka = kafka;
        prefix = kafka.unique("iceberg");
        iceberg = new IcebergCatalog(directory);
        worker = kafka.newWorker(WorkerSettings.named("worker-iceberg")
                .hurried()
                .with("plugin.path", BuildOutput.pluginPath() + "," + BuildOutput.icebergPath()));
        api.limitRate(false);
    }

    @BeforeAll
    void fillTheTables() throws Exception {
        worker.start();
        worker.rest().put(prefix, connector());
        worker.rest().awaitRunning(prefix, 1);
        awaitListsInKafka();
        try (WebhookSender sender = sender()) {
            events.send(sender, EVENTS);
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            startSink();
            changes.add();
            awaitListsInKafka();
            events.sendSecondVersions(sender);
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
        }
        changes.change();
        changes.remove();
        awaitListsInKafka();
        worker.rest().stop(prefix);
        addColumn();
        for (String topic : kafka.topics().names(prefix)) {
            records.put(topic.substring(prefix.length() + 1), kafka.topics().read(topic));
        }
        await("the sink has committed what is in the topics")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    for (String table : records.keySet()) {
                        assertThat(iceberg.rows(prefix, table).size())
                                .as(table)
                                .isGreaterThanOrEqualTo(versionsInKafka(table).size());
                    }
                });
    }

    @AfterAll
    void close() throws IOException {
        worker.close();
        api.close();
        iceberg.close();
    }

    @Test
    void eachTableHoldsEveryVersionOnceAndNoTombstone() throws IOException {
        for (String table : records.keySet()) {
            assertThat(iceberg.rows(prefix, table))
                    .as(table)
                    .extracting(IcebergIT::version)
                    .containsExactlyInAnyOrderElementsOf(versionsInKafka(table));
        }
        assertThat(records.get("campaigns")).anyMatch(TopicRecord::isTombstone);
    }

    @Test
    void theNewestVersionsWithoutDeletedRowsAreTheListsOfTheApi() throws IOException {
        for (ApiList list : api.lists().all()) {
            Map<String, Map<String, @Nullable Object>> newest = newest(list.name(), list.idField());
            assertThat(newest.remove(changes.removedFrom(list.name())))
                    .as(list.name())
                    .containsEntry("_deleted", true);
            newest.remove(Integer.toString(ADDED_ROW));
            assertThat(newest.keySet()).as(list.name()).isEqualTo(Set.copyOf(list.ids()));
            list.rows()
                    .forEach(row -> assertThat(new ListedRow(row)
                                    .differencesFrom(Objects.requireNonNull(
                                            newest.get(row.get(list.idField()).asText()))))
                            .as("%s %s", list.name(), row.get(list.idField()))
                            .isEmpty());
        }
    }

    @Test
    void theNewestVersionsOfEventsAreTheEventsSent() throws IOException {
        for (Map.Entry<String, Set<String>> table : events.idsByTable().entrySet()) {
            Map<String, Map<String, @Nullable Object>> newest = newest(table.getKey(), "event_id");
            assertThat(newest.keySet()).as(table.getKey()).isEqualTo(table.getValue());
            Set<String> changed = new TreeSet<>();
            newest.forEach((id, row) -> {
                if (String.valueOf(row.get("_extra")).contains(SentEvents.NOTE)) {
                    changed.add(id);
                }
            });
            assertThat(changed).as(table.getKey()).isEqualTo(events.changedIn(table.getKey()));
        }
    }

    @Test
    void aColumnAddedLaterIsThereAndEmptyInOlderRows() throws IOException {
        assertThat(iceberg.types(prefix, "campaigns")).containsEntry(ADDED_COLUMN, "string");
        assertThat(iceberg.rows(prefix, "campaigns"))
                .filteredOn(row -> row.get(ADDED_COLUMN) != null)
                .extracting(row -> row.get("id"), row -> row.get(ADDED_COLUMN))
                .containsExactly(tuple((long) ADDED_ROW, "new in this version"));
    }

    @Test
    void columnsHaveTheTypeOfTheirRecords() {
        Map<String, String> types = Map.of(
                "int64", "long",
                "boolean", "boolean",
                "string", "string",
                "bytes", "binary",
                "org.apache.kafka.connect.data.Timestamp", "timestamptz",
                "io.debezium.data.Json", "string");
        for (String table : records.keySet()) {
            Map<String, @Nullable String> expected =
                    new TreeMap<>(Map.of("_sequence", "long", "_partition", "int", "_topic", "string"));
            for (JsonNode field : newestSchema(table).path("fields")) {
                String type = field.path("name").asText(field.path("type").asText());
                expected.put(field.path("field").asText(), types.get(type));
            }
            assertThat(iceberg.types(prefix, table)).as(table).containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    private Map<String, String> connector() {
        return ConnectorProps.polledTables(prefix, api.url().toString(), api.apiKey())
                .with("tables", "@lists,@events")
                .with("refresh.deletes", "both")
                .with("webhook.listen.host", "localhost")
                .with("webhook.listen.port", worker.receiverPort())
                .with("webhook.signing.keys", SIGNING_KEY)
                .toMap();
    }

    /** When all topics are there, as the documentation says: each new one makes the sink's tasks begin anew. */
    private void startSink() {
        SinkFile file = SinkFile.named("iceberg");
        Map<String, String> config = new HashMap<>(file.configFor(prefix));
        config.put("iceberg.catalog.uri", iceberg.url().toString());
        config.put("iceberg.control.commit.interval-ms", "2000");
        String sink = file.name() + "-" + prefix;
        worker.rest().put(sink, config);
        worker.rest().awaitRunning(sink, 1);
    }

    private WebhookSender sender() {
        URI receiver = URI.create("http://localhost:" + worker.receiverPort() + "/webhooks/" + prefix);
        return new WebhookSender(receiver, SIGNING_KEY, SenderRules.shortened(), 4);
    }

    private void awaitListsInKafka() {
        for (ApiList list : api.lists().all()) {
            await(list.name() + " is in Kafka").atMost(PATIENCE).untilAsserted(() -> {
                Map<String, JsonNode> latest = new HashMap<>();
                kafka.topics()
                        .latest(prefix + "." + list.name())
                        .forEach((key, record) ->
                                latest.put(key.elements().next().asText(), record.value()));
                assertThat(latest.keySet()).isEqualTo(new HashSet<>(list.ids()));
                assertThat(latest.values().toString().contains("field_of_tomorrow"))
                        .isEqualTo(list.rows().toString().contains("field_of_tomorrow"));
            });
        }
    }

    /** What a later version of the connector does: its records have one more column. */
    private void addColumn() {
        TopicRecord last =
                kafka.topics().latest(prefix + ".campaigns").values().iterator().next();
        ObjectNode schema = last.valueSchema().deepCopy();
        schema.withArray("fields")
                .addObject()
                .put("type", "string")
                .put("optional", true)
                .put("field", ADDED_COLUMN);
        ObjectNode value = last.value().deepCopy();
        value.put("id", ADDED_ROW).put(ADDED_COLUMN, "new in this version");
        Map<String, Object> broker = Map.of("bootstrap.servers", kafka.broker().bootstrapServers());
        try (var producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            prefix + ".campaigns",
                            envelope(last.keySchema(), JSON.createObjectNode().put("id", ADDED_ROW)),
                            envelope(schema, value)))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("The record with a new column is not written", e);
        }
    }

    private static byte[] envelope(JsonNode schema, JsonNode payload) throws IOException {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("schema", schema);
        envelope.set("payload", payload);
        return JSON.writeValueAsBytes(envelope);
    }

    /** As the documentation's portable query: of each key the row with the highest offset. */
    private Map<String, Map<String, @Nullable Object>> newest(String table, String key) throws IOException {
        Map<String, Map<String, @Nullable Object>> newest = new HashMap<>();
        for (Map<String, @Nullable Object> row : iceberg.rows(prefix, table)) {
            row.replaceAll((column, value) -> value instanceof OffsetDateTime time ? time.toInstant() : value);
            newest.merge(
                    String.valueOf(row.get(key)),
                    row,
                    (one, other) -> version(one).get(1) > version(other).get(1) ? one : other);
        }
        return newest;
    }

    private JsonNode newestSchema(String table) {
        List<TopicRecord> rows = new ArrayList<>(records.get(table));
        rows.removeIf(TopicRecord::isTombstone);
        return rows.get(rows.size() - 1).valueSchema();
    }

    private static List<Long> version(Map<String, @Nullable Object> row) {
        return Stream.of("_partition", "_sequence")
                .map(column -> ((Number) Objects.requireNonNull(row.get(column))).longValue())
                .toList();
    }

    private Set<List<Long>> versionsInKafka(String table) {
        return records.get(table).stream()
                .filter(record -> !record.isTombstone())
                .map(record -> List.of((long) record.partition(), record.offset()))
                .collect(Collectors.toSet());
    }
}
