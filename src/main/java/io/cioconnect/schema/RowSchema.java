package io.cioconnect.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Key and value schema of one table's topic, and the way from a JSON object to both. Immutable. */
public final class RowSchema {
    /** Name of the column for what has no column of its own. */
    public static final String EXTRA = "_extra";

    /**
     * @param topic names the schemas: {@code <topic>.Key} and {@code <topic>.Value}
     * @param key the primary key's columns, also the first columns of the value
     * @param columns the further columns read from JSON, in order
     * @param own columns this connector fills in itself, behind {@code _extra}; never read from JSON
     */
    public RowSchema(String topic, List<Column> key, List<Column> columns, List<Column> own) {
        throw new UnsupportedOperationException();
    }

    public Schema keySchema() {
        throw new UnsupportedOperationException();
    }

    public Schema valueSchema() {
        throw new UnsupportedOperationException();
    }

    /** The primary key of a row. */
    public Struct key(ObjectNode row) throws RowException {
        throw new UnsupportedOperationException();
    }

    /** The value of a row with {@code _extra} filled in and our own columns still null. */
    public Struct value(ObjectNode row) throws RowException {
        throw new UnsupportedOperationException();
    }
}
