package io.cioconnect.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where a table's rows come from. */
public sealed interface Source {
    /**
     * One list.
     *
     * @param path path below the base URL, such as {@code /v1/campaigns}
     * @param recordsField field of the reply that holds the rows
     * @param queries query parameters of each call for the first page; several when no single one shows all rows
     */
    record OneList(String path, String recordsField, Pagination pagination, List<Map<String, String>> queries)
            implements Source {
        public OneList {
            queries = List.copyOf(queries);
        }
    }

    /**
     * A list, an object or a series for each row of other tables. A pass reads those rows itself, whether or not their table is selected.
     *
     * @param parents whose rows are asked for, one table after the other
     * @param reply what comes for each of them
     */
    record PerParent(List<Parents> parents, ParentReply reply) implements Source {
        public PerParent {
            parents = List.copyOf(parents);
        }
    }

    /**
     * Windows of time over a list that shows no change: what was created between two instants, read again while it may change.
     *
     * @param path path below the base URL
     * @param recordsField field of the reply that holds the records
     * @param rows the table's rows that a record becomes
     */
    record Windows(String path, String recordsField, Function<ObjectNode, List<ObjectNode>> rows) implements Source {}
}
