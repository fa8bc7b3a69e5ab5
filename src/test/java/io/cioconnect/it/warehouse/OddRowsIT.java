package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.record.DeadLetter;
import io.cioconnect.record.DeadLetters;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.DocumentedSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The documentation's statements on rows that the tests with a connector do not bring; tables as the PostgreSQL sinks create them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OddRowsIT {
    private static final Map<String, String> TYPES = Map.of(
            "INT64", "bigint",
            "BOOLEAN", "boolean",
            "STRING", "text",
            "BYTES", "bytea",
            "org.apache.kafka.connect.data.Timestamp", "timestamp",
            "io.debezium.data.Json", "json");

    private final Warehouse warehouse = new Warehouse();

    @BeforeAll
    void createTables() {
        Tables.all().forEach(table -> create(table.name(), table.rowSchema("t")));
        EventTables.all().forEach(table -> create(table.name(), table.rowSchema("t")));
        create("data", EventTables.unionRowSchema("t"));
        PassMarker.Schemas refreshes = PassMarker.Schemas.of("t");
        create("refreshes", refreshes.key(), refreshes.value());
        DeadLetter letter = new DeadLetters("t", SizeLimits.standard())
                .row(DeadLetters.Reason.NOT_JSON, "campaigns", new byte[0], Instant.EPOCH);
        create("quarantine", letter.key().schema(), letter.value().schema());
        DocumentedSql.all().stream()
                .filter(statement -> statement.sql().startsWith("create"))
                .forEach(statement -> warehouse.execute(statement.sql()));
    }

    @BeforeEach
    void emptyTables() {
        warehouse
                .query("select table_schema || '.' || table_name as name from information_schema.tables where"
                        + " table_schema like 'customerio%' and table_type = 'BASE TABLE'")
                .forEach(table -> warehouse.execute("delete from " + table.get("name")));
    }

    @AfterAll
    void close() {
        warehouse.close();
    }

    @Test
    void emptyTablesHaveNoRowsAndNoErrors() {
        DocumentedSql.all().stream()
                .filter(statement -> !statement.sql().startsWith("create"))
                .forEach(statement -> assertThat(warehouse.query(statement.sql()))
                        .as(statement.name())
                        .isEmpty());
    }

    /** It keeps its rows, so the pass did not list all that is there. */
    @Test
    void rowsOfAParentThatCouldNotBeReadAreNeitherMissingNorDeleted() {
        warehouse.execute("insert into customerio_history.campaign_actions (campaign_id, id, _synced_at, _sequence)"
                + " values (1, 10, " + ago("2 h") + ", 1), (2, 20, " + ago("2 h") + ", 2), (1, 10, " + ago("1 h")
                + ", 3)");
        warehouse.execute("insert into customerio_history.refreshes"
                + " (\"table\", started_at, rows, deletes_held, parents_failed) values ('campaign_actions', "
                + ago("2 h") + ", 2, 0, 0), ('campaign_actions', " + ago("1 h") + ", 1, 0, 1)");

        assertThat(warehouse.query(forActions("current-rows-by-latest-pass")))
                .extracting(row -> row.get("id"))
                .containsExactlyInAnyOrder(10L, 20L);
        assertThat(warehouse.query(forActions("rows-deleted-since-without-flags")))
                .isEmpty();
    }

    @Test
    void daysWithoutCountsOfPeopleCountAllOpensAndClicks() {
        warehouse.execute("insert into customerio.campaign_metrics"
                + " (campaign_id, period_start, delivered, opened, human_opened, clicked, human_clicked) values"
                + " (1, '2026-11-16', 10, 5, null, 2, null), (1, '2026-11-17', 10, 5, 4, 2, 1),"
                + " (2, '2026-11-17', 0, 0, 0, 0, 0), (3, '2026-11-17', null, null, null, null, null)");

        assertThat(query("open-and-click-rate-by-campaign-and-week"))
                .extracting(row -> row.get("campaign_id") + " " + row.get("counted_open_rate") + " "
                        + row.get("counted_click_rate"))
                .containsExactly("1 0.450 0.150");
    }

    @Test
    void eachRepeatedOpenOfAWebhookStaysAndTheApiAddsOnlyWhatIsMissing() {
        warehouse.execute("insert into customerio.email_events (event_id, delivery_id, metric, \"timestamp\") values"
                + " ('e1', 'd', 'opened', '2026-11-20 10:00'), ('e2', 'd', 'opened', '2026-11-20 11:00'),"
                + " ('none', null, null, null)");
        warehouse.execute("insert into customerio.delivery_metrics (delivery_id, metric, \"timestamp\", source) values"
                + " ('d', 'opened', '2026-11-20 10:00', 'api'), ('d', 'human_opened', '2026-11-20 10:00', 'api'),"
                + " ('d', 'clicked', '2026-11-20 12:00', 'api'), ('old', 'opened', '2026-11-01', 'api'),"
                + " ('timeless', 'opened', null, 'api')");

        assertThat(warehouse.query("select * from customerio.message_events"))
                .extracting(row -> row.get("delivery_id"), row -> row.get("metric"), row -> row.get("source"))
                .containsExactlyInAnyOrder(
                        tuple("d", "opened", "webhook"),
                        tuple("d", "opened", "webhook"),
                        tuple(null, null, "webhook"),
                        tuple("d", "clicked", "api"),
                        tuple("old", "opened", "api"),
                        tuple("timeless", "opened", "api"));
        assertThat(query("gaps-by-hour")).extracting(row -> row.get("metric")).containsExactly("clicked");
        assertThat(query("days-before-the-first-event"))
                .extracting(row -> row.get("metric"))
                .containsExactly("opened");
    }

    @Test
    void jsonOfAnotherTypeThanExpectedIsNoError() {
        warehouse.execute(
                "insert into customerio.campaigns (id, actions) values"
                        + " (1, '[{\"type\": \"email\"}, 3, null, \"text\", [1]]'), (2, '{\"a\": 1}'), (3, '\"text\"'), (4, null)");
        warehouse.execute("insert into customerio.segments (id, tags) values (1, '[\"a\", 1]'), (2, '{\"a\": 1}')");
        warehouse.execute("insert into customerio.push_events (event_id, delivery_id, metric, recipients) values"
                + " ('p1', 'd', 'bounced', '{\"a\": 1}'), ('p2', 'd', 'bounced', '\"text\"')");

        assertThat(query("messages-by-campaign"))
                .extracting(row -> row.get("message_type"), row -> row.get("messages"))
                .containsExactlyInAnyOrder(tuple("email", 1L), tuple(null, 4L));
        assertThat(query("segment-tags")).extracting(row -> row.get("tag")).containsExactly("a", "1");
        assertThat(warehouse.query("select * from customerio.message_events")).hasSize(2);
    }

    /** PostgreSQL's json takes it, and its operators do not. */
    @Test
    void aValueWithTheCharacterZeroCanBeLeftOut() throws Exception {
        String condition = " where position('\\u0000' in _extra::text) = 0 ";
        assertThat(Files.readString(Path.of("src/site/markdown/warehouses.md")))
                .contains("`" + condition.strip() + "`");
        warehouse.execute("insert into customerio.email_events (event_id, _extra) values"
                + " ('e1', '{\"a\": \"\\u0000\"}'), ('e2', '{\"b\": 9007199254740993}')");

        assertThat(warehouse.query(DocumentedSql.named("fields-without-a-column")
                        .sql()
                        .replace("group by", condition + "group by")))
                .extracting(row -> row.get("key"))
                .containsExactly("b");
    }

    @Test
    void aFractionOfASecondIsNotRoundedUpInStitchsView() {
        warehouse.execute("insert into customerio_history.data (event_id, \"timestamp\", _sequence) values"
                + " ('e', '1970-01-01 00:00:01.999', 1)");

        assertThat(query("latest-row-through-stitchs-names"))
                .extracting(row -> row.get("timestamp"))
                .containsExactly(1L);
    }

    private List<Map<String, @Nullable Object>> query(String name) {
        return warehouse.query(DocumentedSql.named(name).sql());
    }

    /** The key has two columns, which the page says to write in place of one. */
    private static String forActions(String name) {
        return DocumentedSql.named(name)
                .sql()
                .replace("customerio_history.campaigns", "customerio_history.campaign_actions")
                .replace("'campaigns'", "'campaign_actions'")
                .replace("count(distinct id)", "count(distinct (campaign_id, id))")
                .replace("row.id", "row.campaign_id, row.id");
    }

    private static String ago(String interval) {
        return "date_trunc('hour', now() at time zone 'utc') - interval '" + interval + "'";
    }

    private void create(String table, RowSchema rows) {
        create(table, rows.keySchema(), rows.valueSchema());
    }

    private void create(String table, Schema key, Schema value) {
        String columns = Stream.concat(key.fields().stream(), value.fields().stream())
                .map(OddRowsIT::column)
                .distinct()
                .collect(Collectors.joining(", "));
        warehouse.execute("create table " + Warehouse.CURRENT + "." + table + " (" + columns + ")");
        warehouse.execute("create table " + Warehouse.HISTORY + "." + table + " (" + columns
                + ", _sequence bigint, _partition integer)");
    }

    private static String column(Field field) {
        String name = field.schema().name();
        String type = TYPES.get(name == null ? field.schema().type().name() : name);
        return '"' + field.name() + "\" " + type;
    }
}
