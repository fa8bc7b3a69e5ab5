package io.cioconnect.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Key and value schema of one table's topic, and the way from a JSON object to both. Immutable; build it once. */
public final class RowSchema {
    static final String EXTRA = "_extra";

    /** The metadata column that every table has. */
    public static final Column EXTRA_COLUMN =
            Column.json(EXTRA, "Fields without a column of their own; null when there are none");

    private final Map<String, Target> columns = new HashMap<>();
    private final Schema keySchema;
    private final Schema valueSchema;

    /**
     * The value's columns: the key, {@code _extra}, the further metadata columns, and last those that grow with Customer.io. Protobuf
     * numbers fields by position, so a column that is added at the end leaves the number of every other as it was.
     *
     * @param topic names the schemas: {@code <topic>.Key} and {@code <topic>.Value}
     * @param key the primary key's columns, also the first columns of the value
     * @param metadata columns this connector fills in itself, behind {@code _extra}; never read from JSON
     * @param columns the further columns read from JSON, in order; new ones are added at the end
     */
    public RowSchema(String topic, List<Column> key, List<Column> metadata, List<Column> columns) {
        var keyBuilder = SchemaBuilder.struct().name(SchemaName.of(topic) + ".Key");
        var valueBuilder = SchemaBuilder.struct().name(SchemaName.of(topic) + ".Value");
        for (Column column : key) {
            keyBuilder.field(column.name(), column.type().requiredSchema());
            valueBuilder.field(column.name(), column.type().requiredSchema());
        }
        var optional = new ArrayList<Column>();
        optional.add(EXTRA_COLUMN);
        optional.addAll(metadata);
        optional.addAll(columns);
        optional.forEach(
                column -> valueBuilder.field(column.name(), column.type().optionalSchema()));
        this.keySchema = keyBuilder.build();
        this.valueSchema = valueBuilder.build();
        key.forEach(this::read);
        columns.forEach(this::read);
    }

    private void read(Column column) {
        columns.put(column.name(), new Target(column.type(), valueSchema.field(column.name())));
    }

    public Schema keySchema() {
        return keySchema;
    }

    public Schema valueSchema() {
        return valueSchema;
    }

    /** An empty row, for what is put together from more than one JSON object. */
    public Row newRow() {
        return new Row(this);
    }

    /** The primary key that a value holds. */
    public Struct keyOf(Struct value) {
        var key = new Struct(keySchema);
        for (Field field : keySchema.fields()) {
            key.put(field, value.get(field.name()));
        }
        return key;
    }

    /** The value of a row with {@code _extra} filled in and the other metadata columns still null. */
    public Struct value(ObjectNode row) throws RowException {
        Row value = newRow();
        for (var field : row.properties()) {
            if (!value.put(field.getKey(), field.getValue())) {
                value.extra().set(field.getKey(), field.getValue());
            }
        }
        return value.value();
    }

    /** A column that is read from JSON, and its place in the value. */
    record Target(ColumnType type, Field field) {}

    /** The column read from JSON under that name. */
    Optional<Target> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }
}
