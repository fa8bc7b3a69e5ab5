package io.cioconnect.table;

import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import java.util.List;

/**
 * One kind of webhook events that becomes a topic.
 *
 * @param name table name, also the end of the topic's name, such as {@code email_events}
 * @param objectType the envelope's {@code object_type}, such as {@code email}
 * @param eventNames the names under which Customer.io lets a webhook subscribe to these events
 * @param columns envelope columns (event_id first), then the fields of {@code data}, then {@code identifiers_*}
 */
public record EventTable(String name, String objectType, List<String> eventNames, List<Column> columns) {

    /** The schema of this table's records in that topic; to be filled with {@code webhook.EventRow}. */
    public RowSchema rowSchema(String topic) {
        return EventTables.rowSchema(topic, columns);
    }
}
