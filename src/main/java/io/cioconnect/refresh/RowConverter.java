package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.ColumnType;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** A table's rows and deletes as keys and values of its topic. Immutable. */
final class RowConverter {
    private final Table table;
    private final RowSchema schema;

    RowConverter(Table table, String topic) {
        this.table = table;
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
        return key.get(keyField()).toString();
    }

    /** The key of a row that is no longer listed. */
    Struct key(String text) {
        Field field = keyField();
        Object value = table.key().type() == ColumnType.INT64 ? (Object) Long.valueOf(text) : text;
        return new Struct(schema.keySchema()).put(field, value);
    }

    /** The key alone, marked as deleted. */
    Struct flag(String text, Instant syncedAt) {
        Struct key = key(text);
        return new Struct(schema.valueSchema())
                .put(table.key().name(), key.get(keyField()))
                .put(Tables.SYNCED_AT, Date.from(syncedAt))
                .put(Tables.DELETED, true);
    }

    private Field keyField() {
        return schema.keySchema().fields().get(0);
    }
}
