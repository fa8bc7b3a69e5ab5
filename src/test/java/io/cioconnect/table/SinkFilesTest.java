package io.cioconnect.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.SinkFile;
import io.cioconnect.testing.TransformChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations in config/sinks against the catalogue. What a real PostgreSQL makes of them, WarehouseIT shows. */
final class SinkFilesTest {
    private static final String PREFIX = "cio.";
    /** These delete a row when its tombstone comes. */
    private static final Set<String> DELETE = Set.of("postgres-lists", "bigquery-lists");
    /** These never see a tombstone as a row, although none is filtered out. */
    private static final Set<String> SKIP = Set.of("postgres-events", "postgres-history");

    static List<SinkFile> files() {
        return SinkFile.all();
    }

    @Test
    void bringEveryTopicToEachWarehouseOnce() {
        Map<String, List<SinkFile>> byWarehouse = new TreeMap<>();
        for (SinkFile file : files()) {
            String warehouse = file.file().replaceFirst("-(lists|events)$", "");
            byWarehouse.computeIfAbsent(warehouse, name -> new ArrayList<>()).add(file);
        }
        assertThat(byWarehouse)
                .containsOnlyKeys(
                        "bigquery", "clickhouse", "iceberg", "postgres", "postgres-history", "s3-parquet", "snowflake");
        byWarehouse.forEach((warehouse, sinks) -> topics().forEach(topic -> assertThat(
                        sinks.stream().filter(sink -> subscribes(sink, topic)))
                .as("%s into %s", topic, warehouse)
                .hasSize(1)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void nameATableForEachTopicWhereTheyNameTables(SinkFile file) {
        file.config().entrySet().stream()
                .filter(entry -> entry.getKey().matches("topic2TableMap|snowflake\\.topic2table\\.map"))
                .forEach(entry -> assertThat(entry.getValue().split(","))
                        .as(entry.getKey())
                        .containsExactlyInAnyOrderElementsOf(topics().filter(topic -> subscribes(file, topic))
                                .map(topic -> topic
                                        + (file.file().equals("clickhouse") ? "=" : ":")
                                        + topic.substring(PREFIX.length()))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void takeTombstonesAsTheirWarehouseCan(SinkFile file) throws Exception {
        var chain = new TransformChain(file.config());
        boolean passes = chain.apply(record(null)).isPresent();
        assertThat(passes).isEqualTo(DELETE.contains(file.file()) || SKIP.contains(file.file()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void handOnRowsWithASequenceUnlessTheyKeepOneRowPerKey(SinkFile file) throws Exception {
        var rows = Tables.named("campaigns").rowSchema(PREFIX + "campaigns");
        var row = new Struct(rows.valueSchema()).put("id", 7L);
        SinkRecord handedOn =
                new TransformChain(file.config()).apply(record(row)).orElseThrow();
        List<String> names = handedOn.valueSchema().fields().stream()
                .map(Field::name)
                .filter(name -> rows.valueSchema().field(name) == null)
                .toList();

        if (DELETE.contains(file.file()) || file.file().equals("postgres-events")) {
            assertThat(names).isEmpty();
        } else {
            assertThat(((Struct) handedOn.value()).getInt64("_sequence")).isEqualTo(42);
            assertThat(names).anyMatch(name -> name.endsWith("_partition"));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdNoSecret(SinkFile file) {
        file.config().forEach((key, value) -> {
            if (key.matches(".*(password|secret|private\\.key|access\\.key).*")) {
                assertThat(value).as(key).startsWith("${env:");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void haveASectionInTheDocumentation(SinkFile file) throws Exception {
        assertThat(Files.readString(Path.of("src/site/markdown/warehouses.md")))
                .contains("config/sinks/" + file.file() + ".json");
    }

    private static boolean subscribes(SinkFile file, String topic) {
        return Pattern.matches(file.config().get("topics.regex"), topic);
    }

    private static Stream<String> topics() {
        return Stream.of(Tables.names(), EventTables.names(), Arrays.asList("data", "refreshes", "quarantine"))
                .flatMap(List::stream)
                .map(name -> PREFIX + name);
    }

    private static SinkRecord record(@Nullable Struct value) {
        var rows = Tables.named("campaigns").rowSchema(PREFIX + "campaigns");
        var key = new Struct(rows.keySchema()).put("id", 7L);
        return new SinkRecord(
                PREFIX + "campaigns",
                0,
                rows.keySchema(),
                key,
                value == null ? null : value.schema(),
                value,
                42,
                0L,
                TimestampType.CREATE_TIME);
    }
}
