package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * One row of a table while it is put together from JSON. For one thread.
 *
 * <p>The caller offers each field to {@link #put}, and keeps a field that no column takes in {@link #extra()}, so that nothing is lost:
 * {@code if (!row.put(name, value)) row.extra().set(name, value);}
 */
public final class Row {
    private final RowSchema schema;
    private final Struct value;
    private final ObjectNode extra = JsonNodeFactory.instance.objectNode();

    Row(RowSchema schema) {
        this.schema = schema;
        this.value = new Struct(schema.valueSchema());
    }

    /**
     * Offers a value to the column of that name. Returns true when the column took it, or when the value says "none" (null, or the time
     * 0). Returns false when there is no such column, when the column cannot represent the value without loss, or when it already has a
     * value: the first value wins.
     */
    public boolean put(String column, JsonNode json) {
        var known = schema.column(column);
        if (known.isEmpty()) {
            return false;
        }
        ColumnType type = known.get().type();
        if (json.isMissingNode() || type.isNull(json)) {
            return true;
        }
        Field field = known.get().field();
        Optional<Object> converted = value.get(field) == null ? type.convert(json) : Optional.empty();
        converted.ifPresent(content -> value.put(field, content));
        return converted.isPresent();
    }

    /** The content of {@code _extra}. Callers may add to it. */
    public ObjectNode extra() {
        return extra;
    }

    /** The primary key, from what was put so far. */
    public Struct key() throws RowException {
        var key = new Struct(schema.keySchema());
        for (var field : schema.keySchema().fields()) {
            key.put(field, keyPart(field));
        }
        return key;
    }

    /** The record's value with {@code _extra} filled in and the other metadata columns still null. Throws as {@link #key()} does. */
    public Struct value() throws RowException {
        for (var field : schema.keySchema().fields()) {
            keyPart(field);
        }
        if (!extra.isEmpty()) {
            value.put(RowSchema.EXTRA, Json.write(extra));
        }
        return value;
    }

    private Object keyPart(Field field) throws RowException {
        Object part = value.get(field.name());
        if (part == null) {
            throw new RowException(
                    RowException.Kind.WITHOUT_KEY,
                    "no usable value for the primary key's column \"" + field.name() + "\"");
        }
        return part;
    }
}
