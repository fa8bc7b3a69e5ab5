package io.cioconnect.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.KeyText;
import io.cioconnect.schema.RowException;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.time.Instant;
import java.util.Date;
import java.util.zip.CRC32;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** A table's rows and deletes as keys and values of its topic. Immutable. */
public final class RowConverter {
    private final Table table;
    private final RowSchema schema;

    public RowConverter(Table table, String topic) {
        this.table = table;
        this.schema = table.rowSchema(topic);
    }

    public Table table() {
        return table;
    }

    public Schema valueSchema() {
        return schema.valueSchema();
    }

    /** The value of a row. Throws when the row has no usable key. */
    public Struct value(ObjectNode row, Instant syncedAt) throws RowException {
        return schema.value(row).put(Tables.SYNCED_AT, Date.from(syncedAt)).put(Tables.DELETED, false);
    }

    /** The key that a value holds. */
    public Struct keyOf(Struct value) {
        return schema.keyOf(value);
    }

    /** The key of a row that is no longer listed. */
    public Struct key(String text) {
        return KeyText.parse(text, schema.keySchema());
    }

    /** The key alone, marked as deleted. */
    public Struct flag(String text, Instant syncedAt) {
        Struct key = key(text);
        var value = new Struct(schema.valueSchema());
        schema.keySchema().fields().forEach(field -> value.put(field.name(), key.get(field)));
        return value.put(Tables.SYNCED_AT, Date.from(syncedAt)).put(Tables.DELETED, true);
    }

    /** Another number for other columns; never 0. */
    public long fingerprint() {
        var crc = new CRC32();
        for (Field field : schema.valueSchema().fields()) {
            String column = field.name()
                    + ' '
                    + field.schema().type()
                    + ' '
                    + field.schema().name()
                    + '\n';
            crc.update(column.getBytes(UTF_8));
        }
        return crc.getValue() + 1;
    }
}
