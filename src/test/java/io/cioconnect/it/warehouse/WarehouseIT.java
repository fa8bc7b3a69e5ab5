package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.DocumentedSql;
import io.cioconnect.testing.RegistryFormats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connector is paused for a moment in the middle, so that Customer.io is told to try again. Then every statement of the documentation is run
 * against what arrived.
 */
final class WarehouseIT extends WarehouseContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS_IN_ONE_TABLE = 140;
    private static final int DELIVERY_TABLES = 2;
    private static final String NOT_JSON = "signed, and not JSON: \u20ac";

    @Override
    void disturb(Pipeline pipeline) {
        pipeline.rest().pause(pipeline.prefix());
        await("a delivery is answered 503")
                .atMost(PATIENCE)
                .until(() -> pipeline.sender().attempts().stream().anyMatch(attempt -> attempt.status() == 503));
        pipeline.rest().resume(pipeline.prefix());
    }

    @Override
    void afterwards(Pipeline pipeline) throws Exception {
        pipeline.putDeliveryWithoutEvents();
        pipeline.sender().send("none", NOT_JSON.getBytes(StandardCharsets.UTF_8));
        String single = pipeline.startSingleLayout("postgres-history");
        SentEvents inOneTable = new SentEvents(pipeline.api().list("campaigns").ids());
        try (WebhookSender sender = pipeline.sender(single)) {
            inOneTable.send(sender, EVENTS_IN_ONE_TABLE);
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            inOneTable.sendSecondVersions(sender);
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
        }
        assertThat(pipeline.sender().awaitEmptyBacklog(PATIENCE)).isTrue();
        long records = pipeline.topics().read(single + ".data").size();
        await("the delivery of which no event came is there")
                .atMost(PATIENCE)
                .until(() -> pipeline.warehouse().hasTable("customerio.delivery_metrics")
                        && !pipeline.warehouse()
                                .query("select 1 from customerio.delivery_metrics where delivery_id = '"
                                        + Pipeline.WITHOUT_EVENTS + "'")
                                .isEmpty());
        await("all events are in the one table")
                .atMost(PATIENCE)
                .until(() -> pipeline.warehouse().count(Warehouse.HISTORY + ".data") == records);
    }

    static List<DocumentedSql> statements() {
        return DocumentedSql.all();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void statementOfTheDocumentationRunsAndFindsSomething(DocumentedSql statement) {
        if (statement.sql().startsWith("create")) {
            warehouse().execute(statement.sql());
        } else {
            assertThat(warehouse().query(statement.sql())).isNotEmpty();
        }
    }

    @Test
    void statementsOfTheDocumentationHaveNamesOfTheirOwn() {
        assertThat(statements())
                .extracting(DocumentedSql::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest-version-of-each-event-postgresql", "latest-version-of-each-event-portable"})
    void otherSpellingsOfTheLatestVersionGiveTheSame(String name) {
        List<Map<String, @Nullable Object>> rows = withoutSequence(documented(name));
        rows.forEach(row -> row.remove("version_from_last"));
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(withoutSequence(documented("latest-version-of-each-event")));
    }

    @Test
    void latestPassGivesTheCurrentRows() {
        List<Map<String, @Nullable Object>> current = warehouse().query("select * from customerio.campaigns");
        List<Map<String, @Nullable Object>> ofPass = withoutSequence(documented("current-rows-by-latest-pass"));
        // a pass that was under way when the connector was stopped may have written the same rows again
        Stream.of(current, ofPass).flatMap(List::stream).forEach(row -> row.remove("_synced_at"));
        assertThat(ofPass).containsExactlyInAnyOrderElementsOf(current);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows-deleted-since", "rows-deleted-since-without-flags"})
    void deletedRowsAreFound(String name) {
        assertThat(documented(name))
                .extracting(row -> String.valueOf(row.get("id")))
                .containsExactly(changes().removedFrom("campaigns"));
    }

    @Test
    void aDeletedRowWasNoticedByThePassThatWroteItsDeleteFirst() {
        String firstFlag =
                "select min(_synced_at) as noticed from customerio_history.campaigns where _deleted and id = "
                        + changes().removedFrom("campaigns");
        assertThat(documented("rows-deleted-since"))
                .extracting(row -> String.valueOf(row.get("noticed_at")))
                .containsExactlyElementsOf(column(firstFlag, "noticed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"current-rows-by-latest-pass", "rows-deleted-since-without-flags"})
    void aPassThatHoldsItsDeletesBackChangesNothing(String name) {
        List<Map<String, @Nullable Object>> before = documented(name);
        warehouse()
                .execute(
                        "insert into customerio_history.refreshes (_partition, _sequence, \"table\", started_at, rows, deletes_held)"
                                + " values (-1, 0, 'campaigns', now() at time zone 'utc', 0, 3)");
        try {
            assertThat(documented(name)).containsExactlyInAnyOrderElementsOf(before);
        } finally {
            warehouse().execute("delete from customerio_history.refreshes where _partition = -1");
        }
    }

    @Test
    void funnelCountsDeliveries() {
        Map<Long, Map<String, Set<String>>> deliveries = new HashMap<>();
        for (ObjectNode event : events().all()) {
            JsonNode data = event.path("data");
            if (SentEvents.table(event).equals("email_events") && data.has("campaign_id")) {
                String metric = event.get("metric").textValue();
                boolean byProgram = (metric.equals("opened")
                                && data.path("prefetched").booleanValue())
                        || (metric.equals("clicked") && data.path("machine").booleanValue());
                if (!byProgram) {
                    deliveries
                            .computeIfAbsent(data.get("campaign_id").longValue(), id -> new HashMap<>())
                            .computeIfAbsent(metric, name -> new TreeSet<>())
                            .add(data.get("delivery_id").textValue());
                }
            }
        }
        List<Map<String, @Nullable Object>> funnel = documented("email-funnel-by-campaign");
        assertThat(funnel).hasSize(pipeline().api().list("campaigns").size());
        for (Map<String, @Nullable Object> row : funnel) {
            Map<String, Set<String>> expected = deliveries.getOrDefault((Long) row.getOrDefault("id", 0L), Map.of());
            for (String step : List.of("sent", "delivered", "opened", "clicked")) {
                assertThat(row).contains(entry(step, (long)
                        expected.getOrDefault(step, Set.of()).size()));
            }
        }
        assertThat(funnel).anyMatch(row -> !Long.valueOf(0).equals(row.get("clicked")));
    }

    @Test
    void eventsHaveTheSubjectAndSenderOfTheirMessage() {
        warehouse().execute(DocumentedSql.named("create-messages").sql());
        warehouse()
                .execute(DocumentedSql.named("create-messages-of-email-events").sql());
        for (String parent : List.of("campaign", "broadcast", "newsletter", "transactional")) {
            assertThat(warehouse()
                            .query("select * from customerio.messages_of_email_events where parent_type = '" + parent
                                    + "' and message_subject is not null and message_from is not null"))
                    .as(parent)
                    .isNotEmpty();
        }
        assertThat(warehouse().count("customerio.messages_of_email_events"))
                .isEqualTo(warehouse().count("customerio.email_events"));
        assertThat(column(
                        "select message_subject from customerio.messages_of_email_events where parent_id = 5 and"
                                + " parent_type = 'campaign' group by message_subject",
                        "message_subject"))
                .containsExactly("changed");
    }

    @Test
    void ratesOfMetricsStandBesideThoseOfEvents() {
        assertThat(documented("open-and-click-rate-by-campaign-and-week"))
                .anySatisfy(row -> assertThat(row.toString())
                        .contains(
                                "campaign_id=" + WiderChanges.COUNTED_CAMPAIGN,
                                "counted_open_rate=0.250",
                                "counted_click_rate=0.100"))
                .anySatisfy(row -> assertThat(row.get("received_delivered")).isNotNull());
    }

    @Test
    void segmentsThatNothingUsesAreFound() {
        List<String> unused = documented("segments-that-nothing-uses").stream()
                .map(row -> String.valueOf(row.get("id")))
                .toList();
        assertThat(unused).contains("42").doesNotContain("1");
        assertThat(documented("airbytes-segment-usage"))
                .hasSize(pipeline().api().list("segments").size());
    }

    @Test
    void freshnessShowsEachPolledTableOnce() {
        assertThat(documented("freshness"))
                .hasSize(10 + WiderChanges.FOLLOWED.size() + WiderChanges.READ_ONCE.size() + DELIVERY_TABLES)
                .allSatisfy(row -> assertThat(row).containsEntry("deletes_held", 0L));
    }

    @Test
    void fieldsWithoutAColumnAreNamed() {
        assertThat(documented("fields-without-a-column"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("key", SentEvents.NOTE)
                        .containsEntry("events", (long)
                                events().changedIn("email_events").size()));
    }

    @Test
    void quarantineKeepsTheExactBytes() {
        assertThat(warehouse().query("select convert_from(body, 'UTF8') as text from customerio.quarantine"))
                .containsExactly(Map.of("text", NOT_JSON));
    }

    @Test
    void latestRowsOfTheOneTableAreTheEventsSent() {
        assertThat(documented("latest-version-of-each-event-in-one-table")).hasSize(EVENTS_IN_ONE_TABLE);
    }

    @Test
    void columnsHaveTheTypeOfTheirRecords() {
        Map<String, String> types = Map.of(
                "int64", "bigint",
                "boolean", "boolean",
                "string", "text",
                "bytes", "bytea",
                "org.apache.kafka.connect.data.Timestamp", "timestamp without time zone",
                "io.debezium.data.Json", "json");
        for (String table : tables()) {
            Map<String, String> expected = new TreeMap<>();
            TopicRecord first = records(table).get(0);
            for (JsonNode schema : List.of(first.keySchema(), first.valueSchema())) {
                for (JsonNode field : schema.path("fields")) {
                    String type = field.path("name").asText(field.path("type").asText());
                    expected.put(field.path("field").asText(), types.get(type));
                }
            }
            Map<String, String> stored = warehouse()
                    .query("select column_name, data_type from information_schema.columns where table_schema = '"
                            + Warehouse.CURRENT + "' and table_name = '" + table + "'")
                    .stream()
                    .collect(Collectors.toMap(
                            row -> String.valueOf(row.get("column_name")),
                            row -> String.valueOf(row.get("data_type"))));
            assertThat(new LinkedHashMap<>(stored)).as(table).isEqualTo(expected);
        }
    }

    @Test
    void schemasInKafkaPassThroughTheConvertersOfRegistries() throws Exception {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", true), false);
            for (String table : tables()) {
                TopicRecord first = records(table).get(0);
                for (JsonNode json : List.of(first.keySchema(), first.valueSchema())) {
                    Schema schema = converter.asConnectSchema(json);
                    assertThat(RegistryFormats.fromAvro(RegistryFormats.avro(schema)))
                            .isEqualTo(schema);
                    assertThat(RegistryFormats.protobuf(schema).getFields()).hasSameSizeAs(schema.fields());
                }
            }
        }
    }

    private List<Map<String, @Nullable Object>> documented(String name) {
        return warehouse().query(DocumentedSql.named(name).sql());
    }
}
