package io.cioconnect.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.ColumnType;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.KeyText;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.testing.Fixtures;
import io.cioconnect.testing.NothingLost;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TablesTest {

    private static final MetricDays DAYS = new MetricDays(Instant.parse("2026-09-01T10:00:00Z"), 180, ZoneId.of("UTC"));

    static List<Table> tables() {
        return Tables.all();
    }

    static List<Table> lists() {
        return tables().stream()
                .filter(table -> table.group() == TableGroup.LISTS)
                .toList();
    }

    @Test
    void areTheTenListsInAlphabeticalOrder() {
        assertThat(Tables.defaultNames())
                .containsExactly(
                        "broadcasts",
                        "campaigns",
                        "collections",
                        "newsletters",
                        "object_types",
                        "segments",
                        "sender_identities",
                        "snippets",
                        "subscription_topics",
                        "transactional");
        assertThat(Tables.names())
                .allSatisfy(name -> assertThat(Tables.named(name).name()).isEqualTo(name));
        assertThatThrownBy(() -> Tables.named("people")).hasMessageContaining("people");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void columnsHaveDistinctNamesTypesAndDescriptions(Table table) {
        var columns = new ArrayList<>(table.columns());
        columns.addAll(table.key());
        columns.addAll(Tables.metadataColumns());

        assertThat(columns).extracting(Column::name).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z_]+"));
        assertThat(columns).extracting(Column::doc).noneMatch(String::isBlank);
        assertThat(table.key()).hasSizeBetween(1, 5);
        assertThat(table.probedPath()).startsWith("/v1/");
        assertThat(table.parents())
                .allSatisfy(parents -> assertThat(Tables.names()).contains(parents.table()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyFieldOfEverySampleHasItsColumn(Table table) throws Exception {
        RowSchema schema = table.rowSchema("cio." + table.name());
        List<ObjectNode> rows = rows(table);

        assertThat(rows).isNotEmpty();
        for (ObjectNode row : rows) {
            Struct value = schema.value(row);
            NothingLost.ofRow(row, value);
            assertThat(value.getString("_extra")).as(row.toString()).isNull();
            Struct key = schema.keyOf(value);
            assertThat(key.schema().fields())
                    .allSatisfy(field -> assertThat(key.get(field)).isEqualTo(value.get(field.name())));
            assertThat(KeyText.parse(KeyText.of(key), key.schema())).isEqualTo(key);
            value.validate();
            RecordCheck.check(key, value, RecordCheck.MAX_BYTES);
        }
    }

    @Test
    void textThatIsNoJsonBecomesAJsonStringAndNullsStayNull() throws Exception {
        List<ObjectNode> broadcasts = Fixtures.objects(
                Fixtures.object(Fixtures.files("app-api-edge", "broadcasts").get(0))
                        .get("broadcasts"));
        RowSchema schema = Tables.named("broadcasts").rowSchema("t");

        assertThat(schema.value(broadcasts.get(0)).getString("tags")).isEqualTo("\"nil\"");
        assertThat(schema.value(broadcasts.get(1)).getString("tags")).isNull();
        assertThat(schema.value(broadcasts.get(1)).get("first_started")).isNull();
    }

    @Test
    void conditionsAreObjectsWhetherSentAsObjectOrAsText() throws Exception {
        var row = (ObjectNode) Json.parse(
                "{\"id\":\"17\",\"filter_object_attributes\":{\"and\":[]},\"object_attribute_triggers\":\"{\\\"and\\\":[]}\",\"audience\":{\"type\":1}}"
                        .getBytes(UTF_8));
        Struct value = Tables.named("campaigns").rowSchema("t").value(row);

        assertThat(value.getInt64("id")).isEqualTo(17);
        assertThat(value.getString("filter_object_attributes")).isEqualTo("{\"and\":[]}");
        assertThat(value.getString("object_attribute_triggers")).isEqualTo("{\"and\":[]}");
        assertThat(value.getString("audience")).isEqualTo("{\"type\":1}");
    }

    @Test
    void onlyTwoListsArePaginatedAndSendersAreWalkedTwice() {
        assertThat(lists().stream().filter(Table::isPaginated).map(Table::name))
                .containsExactly("newsletters", "sender_identities");
        assertThat(source(Tables.named("sender_identities")).queries())
                .containsExactly(Map.of("hidden", "false"), Map.of("hidden", "true"));
        assertThat(lists().stream().filter(table -> !table.name().equals("sender_identities")))
                .allSatisfy(table -> assertThat(source(table).queries()).containsExactly(Map.of()));
    }

    /** So the rows of a parent are told by how their keys begin, also those of a parent's parent. */
    @ParameterizedTest
    @MethodSource("tables")
    void keysBeginWithTheParent(Table table) {
        for (Parents parents : table.parents()) {
            Set<String> taken = new HashSet<>(parents.columns().values());
            taken.addAll(parents.constants().keySet());
            List<String> key = table.key().stream().map(Column::name).toList();
            taken.retainAll(key);
            assertThat(taken).isNotEmpty().containsExactlyInAnyOrderElementsOf(key.subList(0, taken.size()));
            for (Parents grandparents : Tables.named(parents.table()).parents()) {
                assertThat(grandparents.columns().values()).containsExactly(key.get(0));
                assertThat(parents.columns()).containsEntry(key.get(0), key.get(0));
            }
        }
    }

    @Test
    void keysAreNumbersButForObjectTypesAndSnippets() {
        assertThat(lists()).allSatisfy(table -> {
            boolean text = List.of("object_types", "snippets").contains(table.name());
            assertThat(table.key()).hasSize(1);
            assertThat(table.key().get(0).type()).isEqualTo(text ? ColumnType.STRING : ColumnType.INT64);
            assertThat(table.key().get(0).name()).isEqualTo(table.name().equals("snippets") ? "name" : "id");
        });
    }

    private static Source.OneList source(Table table) {
        return (Source.OneList) table.source();
    }

    private static List<ObjectNode> rows(Table table) {
        Stream<Path> files = Stream.of("app-api", "app-api-edge", "app-api-reported")
                .flatMap(folder -> Fixtures.files(folder, table.name()).stream())
                .filter(file -> belongsTo(table, Fixtures.name(file)));
        return files.map(Fixtures::object)
                .flatMap(reply -> rows(table, reply).stream())
                .toList();
    }

    /** The fixtures of {@code campaigns} may be called {@code campaigns_page1}; the longest table name counts. */
    private static boolean belongsTo(Table table, String file) {
        return Tables.names().stream()
                .filter(file::startsWith)
                .max(Comparator.comparingInt(String::length))
                .filter(table.name()::equals)
                .isPresent();
    }

    private static List<ObjectNode> rows(Table table, ObjectNode reply) {
        if (table.source() instanceof Source.OneList list) {
            assertThat(reply.has(list.recordsField())).isTrue();
            return Fixtures.objects(reply.get(list.recordsField()));
        }
        if (table.source() instanceof Source.Windows windows) {
            return Fixtures.objects(reply.get(windows.recordsField())).stream()
                    .flatMap(listed -> windows.rows().apply(listed).stream())
                    .toList();
        }
        ParentReply shape = ((Source.PerParent) table.source()).reply();
        if (shape instanceof ParentReply.Document document) {
            assertThat(document.content().isIn(reply)).isTrue();
        }
        List<ObjectNode> children = shape instanceof ParentReply.Rows rows
                ? Fixtures.objects(reply.get(rows.recordsField()))
                : ((ParentReply.Document) shape).shape().rows(reply, DAYS);
        return children.stream().map(child -> below(table, child)).toList();
    }

    private static ObjectNode below(Table table, ObjectNode child) {
        Parents parents = table.parents().get(0);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        parents.constants().forEach(row::put);
        parents.columns().values().forEach(column -> row.put(column, 5));
        child.properties().forEach(field -> row.putIfAbsent(field.getKey(), field.getValue()));
        return row;
    }
}
