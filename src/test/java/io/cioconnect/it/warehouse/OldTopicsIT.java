package io.cioconnect.it.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.Warehouse;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.DocumentedSql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Topics that Kafka has compacted before the sink starts: every row was written again later, so the first record of each is a tombstone. The sink
 * makes no table of that.
 */
@ExtendWith(KafkaExtension.class)
final class OldTopicsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theSinkGoesOnWhenTheTablesWereCreatedAsDocumented(SharedKafka kafka) throws Exception {
        String prefix = kafka.unique("old");
        List<Table> tables =
                Tables.all().stream().filter(table -> table.use().deletes()).toList();
        try (var warehouse = new Warehouse();
                ConnectWorker worker = kafka.newWorker(
                        Warehouse.withSinks(WorkerSettings.named("worker-old").hurried()))) {
            write(kafka, prefix, tables);
            warehouse.execute(DocumentedSql.named("create-tables-with-deletes").sql());
            worker.start();
            String sink = warehouse.createSink(worker.rest(), "postgres-lists", prefix);

            for (Table table : tables) {
                await(table.name() + " has its row")
                        .atMost(PATIENCE)
                        .until(() -> warehouse.count(Warehouse.CURRENT + "." + table.name()) == 1);
                assertThat(warehouse.query("select * from " + Warehouse.CURRENT + "." + table.name()))
                        .as(table.name())
                        .allSatisfy(row -> assertThat(row).containsKeys(columns(table)));
            }
            worker.rest().awaitRunning(sink, 1);
        }
    }

    private static void write(SharedKafka kafka, String prefix, List<Table> tables) throws Exception {
        Map<String, Object> broker = Map.of("bootstrap.servers", kafka.broker().bootstrapServers());
        try (var keys = converter(true);
                var values = converter(false);
                var producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Table table : tables) {
                String topic = prefix + "." + table.name();
                RowSchema rows = table.rowSchema(topic);
                for (boolean isDelete : List.of(true, false)) {
                    Struct key = filled(rows.keySchema(), rows.keySchema(), isDelete);
                    Struct value = filled(rows.valueSchema(), rows.keySchema(), isDelete);
                    producer.send(new ProducerRecord<>(
                                    topic,
                                    0,
                                    keys.fromConnectData(topic, key.schema(), key),
                                    isDelete ? null : values.fromConnectData(topic, value.schema(), value)))
                            .get();
                }
            }
        }
    }

    /** A key, or a value that has only that. */
    private static Struct filled(Schema schema, Schema key, boolean isDelete) {
        var filled = new Struct(schema);
        key.fields().forEach(field -> {
            long number = isDelete ? 1 : 2;
            filled.put(field.name(), field.schema().type() == Schema.Type.STRING ? "k" + number : (Object) number);
        });
        return filled;
    }

    private static JsonConverter converter(boolean isKey) {
        var converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", true), isKey);
        return converter;
    }

    private static String[] columns(Table table) {
        return table.rowSchema("any").valueSchema().fields().stream()
                .map(field -> field.name())
                .toArray(String[]::new);
    }
}
