package io.cioconnect.window;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Source;
import io.cioconnect.table.Table;
import java.util.List;

/** A table that the records of a window become rows of. */
record WrittenTable(
        String name,
        String topic,
        Source.Windows source,
        RowConverter converter,
        TableMetrics metrics,
        RejectedRows rejected) {
    static WrittenTable of(Table table, String topic, TableMetrics metrics) {
        return new WrittenTable(
                table.name(),
                topic,
                (Source.Windows) table.source(),
                new RowConverter(table, topic),
                metrics,
                new RejectedRows(table.name()));
    }

    List<ObjectNode> rows(ObjectNode listed) {
        return source.rows().apply(listed);
    }
}
