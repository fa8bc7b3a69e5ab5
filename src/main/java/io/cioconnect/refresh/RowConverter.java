package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.KeyText;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Struct;

/** A table's rows and deletes as keys and values of its topic. Immutable. */
final class RowConverter {
    private final RowSchema schema;

    RowConverter(Table table, String topic) {
        this.schema = table.rowSchema(topic);
    }

    Struct key(ObjectNode row) throws RowException {
        return schema.key(row);
    }

    Struct value(ObjectNode row, Instant syncedAt) throws RowException {
        return schema.value(row).put(Tables.SYNCED_AT, Date.from(syncedAt)).put(Tables.DELETED, false);
    }

    /** The text of a row's key, checked together with its value for what would kill the task later. */
    String checkedKey(ObjectNode row, Instant syncedAt) throws RowException {
        Struct key = key(row);
        RecordCheck.check(key, value(row, syncedAt));
        return KeyText.of(key);
    }

    /** The key of a row that is no longer listed. */
    Struct key(String text) {
        return KeyText.parse(text, schema.keySchema());
    }

    /** The key alone, marked as deleted. */
    Struct flag(String text, Instant syncedAt) {
        Struct key = key(text);
        var value = new Struct(schema.valueSchema());
        schema.keySchema().fields().forEach(field -> value.put(field.name(), key.get(field)));
        return value.put(Tables.SYNCED_AT, Date.from(syncedAt)).put(Tables.DELETED, true);
    }
}
