package io.cioconnect.table;

import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import java.util.List;
import java.util.Map;

/**
 * One list of the App API that becomes a topic.
 *
 * @param name table name, also the end of the topic's name
 * @param path path below the base URL, such as {@code /v1/campaigns}
 * @param recordsField field of the reply that holds the rows
 * @param walks query parameters of each walk over the list; more than one when a single walk does not show all rows
 * @param key primary key
 * @param columns all documented columns besides the key; a new one is added at the end
 */
public record Table(
        String name,
        String path,
        String recordsField,
        Pagination pagination,
        List<Map<String, String>> walks,
        Column key,
        List<Column> columns) {

    public boolean isPaginated() {
        return pagination instanceof Pagination.Cursor;
    }

    /** The schema of this table's records in that topic. */
    public RowSchema rowSchema(String topic) {
        return new RowSchema(topic, List.of(key), Tables.metadataColumns(), columns);
    }
}
