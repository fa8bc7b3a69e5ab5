package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Column;
import io.cioconnect.schema.ColumnType;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import io.cioconnect.schema.RowSchema;
import io.cioconnect.table.Table;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** A table's rows and deletes as keys and values of its topic. Immutable. */
public final class RowConverter {
    private static final String SYNCED_AT = "_synced_at";
    private static final String DELETED = "_deleted";

    /** The columns that every list table has besides its own. */
    public static final List<Column> METADATA_COLUMNS = List.of(
            new Column(
                    SYNCED_AT,
                    ColumnType.TIMESTAMP,
                    "Start of the pass that wrote the row, the same for every row of it"),
            Column.bool(DELETED, "True in the last row of a key that is no longer listed"));

    private final Table table;
    private final RowSchema schema;

    RowConverter(Table table, String topic) {
        this.table = table;
        this.schema = new RowSchema(topic, List.of(table.key()), table.columns(), METADATA_COLUMNS);
    }

    Struct key(ObjectNode row) throws RowException {
        return schema.key(row);
    }

    Struct value(ObjectNode row, Instant syncedAt) throws RowException {
        return schema.value(row).put(SYNCED_AT, Date.from(syncedAt)).put(DELETED, false);
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
                .put(SYNCED_AT, Date.from(syncedAt))
                .put(DELETED, true);
    }

    private Field keyField() {
        return schema.keySchema().fields().get(0);
    }
}
