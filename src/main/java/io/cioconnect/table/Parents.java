package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rows of one table as parents of another table's rows.
 *
 * @param table name of the parents' table
 * @param path path below the base URL for one parent, with columns in braces, such as {@code /v1/campaigns/{campaign_id}/actions}
 * @param columns what a child row takes from its parent: column of the child by field of the parent
 * @param constants further columns of the child that are the same for all parents of this table
 * @param isRead false for parents that have nothing, such as drafts without metrics
 */
public record Parents(
        String table,
        String path,
        Map<String, String> columns,
        Map<String, String> constants,
        Predicate<ObjectNode> isRead) {

    static Parents of(String table, String column, String path) {
        return new Parents(table, path, Map.of("id", column), Map.of(), parent -> true);
    }

    /** What a child row has of this parent. */
    public ObjectNode columnsOf(ObjectNode parent) {
        var taken = JsonNodeFactory.instance.objectNode();
        constants.forEach(taken::put);
        columns.forEach((field, column) -> taken.set(column, parent.path(field).deepCopy()));
        return taken;
    }

    /** The path for the parent of which a child has these columns. */
    public String pathOf(ObjectNode taken) {
        String filled = path;
        for (Map.Entry<String, JsonNode> column : taken.properties()) {
            filled = filled.replace(
                    "{" + column.getKey() + "}", column.getValue().asText());
        }
        return filled;
    }
}
