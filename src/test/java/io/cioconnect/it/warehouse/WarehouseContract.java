package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.testing.DocumentedSql;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rows are added, changed and removed in every list, 5,000 events come, some of them twice and some again with another body, and something
 * happens in the middle. Then everything is stopped and the warehouse is looked at.
 */
@ExtendWith(KafkaExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WarehouseContract {
    private static final int EVENTS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private @Nullable Pipeline started;
    private @Nullable ListChanges changed;
    private @Nullable WiderChanges changedBelow;
    private @Nullable SentEvents sent;
    /** What is in the topics once the connector is stopped. */
    private final Map<String, List<TopicRecord>> records = new TreeMap<>();

    /** What happens while lists change and events come. */
    abstract void disturb(Pipeline pipeline) throws Exception;

    @BeforeAll
    final void fillTheWarehouse(SharedKafka kafka) throws Exception {
        started = new Pipeline(kafka, getClass().getSimpleName().toLowerCase(Locale.ROOT));
        changed = new ListChanges(pipeline().api());
        changedBelow = new WiderChanges(pipeline().api());
        pipeline().start("postgres-lists", "postgres-events", "postgres-history");
        awaitListsEqualApi();
        awaitTables(WiderChanges.READ_ONCE);
        changes().add();
        changesBelow().add();
        awaitListsEqualApi();
        awaitRowsBelowListsEqualApi();
        changes().change();
        changesBelow().change();
        sent = new SentEvents(pipeline().api().list("campaigns").ids());
        events().send(pipeline().sender(), EVENTS);
        changes().remove();
        changesBelow().remove();
        disturb(pipeline());
        assertThat(pipeline().sender().awaitEmptyBacklog(PATIENCE))
                .as("all events are confirmed")
                .isTrue();
        events().sendSecondVersions(pipeline().sender());
        assertThat(pipeline().sender().awaitEmptyBacklog(PATIENCE))
                .as("all second versions are confirmed")
                .isTrue();
        afterwards(pipeline());
        awaitListsEqualApi();
        awaitRowsBelowListsEqualApi();
        pipeline().rest().stop(pipeline().prefix());
        for (String topic : pipeline().topics().names(pipeline().prefix())) {
            records.put(
                    topic.substring(pipeline().prefix().length() + 1),
                    pipeline().topics().read(topic));
        }
        awaitSinksAtTheEnd();
    }

    /** What else a test wants to send before the connector is stopped. */
    void afterwards(Pipeline pipeline) throws Exception {}

    @AfterAll
    final void close() throws Exception {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void eachListTableEqualsTheListOfTheApi() {
        assertListsEqualApi();
    }

    @Test
    void rowsBelowListsEqualTheApi() {
        assertRowsBelowListsEqualApi();
    }

    @Test
    void eachEventTableHoldsEachEventOnce() {
        events().idsByTable().forEach((table, ids) -> {
            List<String> stored = column("select event_id from " + Warehouse.CURRENT + "." + table, "event_id");
            assertThat(stored)
                    .as(table)
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(ids)
                    .containsAll(ids);
        });
    }

    @Test
    void anEventThatCameWithAnotherBodyShowsTheLaterOne() {
        for (String table : events().idsByTable().keySet()) {
            String sql = "select event_id from " + Warehouse.CURRENT + "." + table + " where _extra ->> '"
                    + SentEvents.NOTE + "' = 'changed'";
            assertThat(new TreeSet<>(column(sql, "event_id"))).as(table).isEqualTo(events().changedIn(table));
        }
    }

    @Test
    void theHistoryHoldsEveryVersion() {
        for (String table : tables()) {
            assertThat(versionsInHistory(table)).as(table).isEqualTo(versionsInKafka(table));
        }
    }

    @Test
    void latestVersionsOfEventsInTheHistoryAreTheCurrentEvents() {
        String query = DocumentedSql.named("latest-version-of-each-event").sql();
        for (String table : events().idsByTable().keySet()) {
            assertThat(withoutSequence(warehouse().query(query.replace("email_events", table))))
                    .as(table)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(
                            warehouse().query("select * from " + Warehouse.CURRENT + "." + table));
        }
    }

    @Test
    void latestVersionsOfRowsInTheHistoryAreTheCurrentRows() {
        String query = DocumentedSql.named("current-rows-by-latest-version").sql();
        for (ApiList list : pipeline().api().lists().all()) {
            String ofTable = query.replace("customerio_history.campaigns", Warehouse.HISTORY + "." + list.name())
                    .replace("(id)", "(" + list.idField() + ")")
                    .replace("by id,", "by " + list.idField() + ",");
            assertThat(withoutSequence(warehouse().query(ofTable)))
                    .as(list.name())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(
                            warehouse().query("select * from " + Warehouse.CURRENT + "." + list.name()));
        }
    }

    final Pipeline pipeline() {
        return Objects.requireNonNull(started);
    }

    final Warehouse warehouse() {
        return pipeline().warehouse();
    }

    final SentEvents events() {
        return Objects.requireNonNull(sent);
    }

    final WiderChanges changesBelow() {
        return Objects.requireNonNull(changedBelow);
    }

    final ListChanges changes() {
        return Objects.requireNonNull(changed);
    }

    final List<String> column(String sql, String column) {
        return warehouse().query(sql).stream()
                .map(row -> String.valueOf(row.get(column)))
                .toList();
    }

    /** Rows of the history as they would stand in the current table. */
    static List<Map<String, @Nullable Object>> withoutSequence(List<Map<String, @Nullable Object>> rows) {
        return rows.stream()
                .map(row -> {
                    Map<String, @Nullable Object> plain = new HashMap<>(row);
                    plain.keySet().removeAll(Set.of("_sequence", "_partition"));
                    return plain;
                })
                .toList();
    }

    private void awaitListsEqualApi() {
        await("the list tables equal the API's lists")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(this::assertListsEqualApi);
    }

    private void awaitTables(List<String> tables) {
        await("all of " + tables + " are there")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> tables.stream().allMatch(table -> warehouse().hasTable(Warehouse.CURRENT + "." + table)));
    }

    private void awaitRowsBelowListsEqualApi() {
        await("actions and uses of segments equal the API's")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(this::assertRowsBelowListsEqualApi);
    }

    private void assertRowsBelowListsEqualApi() {
        assertThat(column(
                        "select campaign_id || '/' || id || ' ' || coalesce(subject, '') as action from "
                                + Warehouse.CURRENT + ".campaign_actions",
                        "action"))
                .containsExactlyInAnyOrderElementsOf(changesBelow().actions());
        assertThat(column(
                        "select segment_id || '/' || used_by_id as use from " + Warehouse.CURRENT
                                + ".segment_usage where used_by = 'campaign'",
                        "use"))
                .containsExactlyInAnyOrderElementsOf(changesBelow().uses());
    }

    private void assertListsEqualApi() {
        for (ApiList list : pipeline().api().lists().all()) {
            String table = Warehouse.CURRENT + "." + list.name();
            assertThat(warehouse().hasTable(table)).as(table).isTrue();
            Map<String, Map<String, @Nullable Object>> stored = warehouse().query("select * from " + table).stream()
                    .collect(Collectors.toMap(row -> String.valueOf(row.get(list.idField())), row -> row));
            assertThat(stored.keySet()).as(table).isEqualTo(Set.copyOf(list.ids()));
            list.rows()
                    .forEach(row -> assertThat(new ListedRow(row)
                                    .differencesFrom(
                                            stored.get(row.get(list.idField()).asText())))
                            .as("%s %s", table, row.get(list.idField()))
                            .isEmpty());
        }
    }

    private void awaitSinksAtTheEnd() {
        await("the sinks have written what is in the topics")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    for (String table : tables()) {
                        assertThat(versionsInHistory(table))
                                .as(table)
                                .hasSize(versionsInKafka(table).size());
                        assertThat(warehouse().count(Warehouse.CURRENT + "." + table))
                                .as(table)
                                .isEqualTo(TopicReader.fold(records(table)).size());
                    }
                });
    }

    /** The connector's tables that have a topic. */
    final Set<String> tables() {
        return records.keySet();
    }

    final List<TopicRecord> records(String table) {
        return records.getOrDefault(table, List.of());
    }

    private Set<List<Long>> versionsInKafka(String table) {
        return records(table).stream()
                .filter(record -> !record.isTombstone())
                .map(record -> List.of((long) record.partition(), record.offset()))
                .collect(Collectors.toSet());
    }

    private Set<List<Long>> versionsInHistory(String table) {
        String name = Warehouse.HISTORY + "." + table;
        if (!warehouse().hasTable(name)) {
            return Set.of();
        }
        return warehouse().query("select _partition, _sequence from " + name).stream()
                .map(row -> List.of(number(row, "_partition"), number(row, "_sequence")))
                .collect(Collectors.toSet());
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column))).longValue();
    }
}
