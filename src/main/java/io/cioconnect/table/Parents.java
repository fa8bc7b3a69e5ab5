package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** All rows of a table, each with its {@code id} in that column of its children. */
    static Parents of(String table, String column, String path) {
        return new Parents(table, path, Map.of("id", column), Map.of(), parent -> true);
    }

    /** The same without those that have nothing. */
    Parents only(Predicate<ObjectNode> read) {
        return new Parents(table, path, columns, constants, read);
    }

    /**
     * The columns that a child row takes from this parent, except key columns for which the parent has no usable value.
     *
     * @param key the key columns of the children
     */
    public ObjectNode columnsOf(ObjectNode parent, List<Column> key) {
        ObjectNode taken = constantColumns();
        columns.forEach((field, column) -> {
            JsonNode value = parent.path(field);
            key.stream()
                    .filter(part -> part.name().equals(column))
                    .findFirst()
                    .map(part -> part.keyPart(value))
                    .orElseGet(() -> Optional.of(value.deepCopy()))
                    .ifPresent(usable -> taken.set(column, usable));
        });
        return taken;
    }

    /** The columns that all children of this table's rows have in common. */
    public ObjectNode constantColumns() {
        var taken = JsonNodeFactory.instance.objectNode();
        constants.forEach(taken::put);
        return taken;
    }

    /** The path for the parent of which a child has these columns; empty when its id is not among them. */
    public Optional<String> pathOf(ObjectNode taken) {
        String filled = path;
        for (Map.Entry<String, JsonNode> column : taken.properties()) {
            filled = filled.replace(
                    "{" + column.getKey() + "}", column.getValue().asText());
        }
        return filled.contains("{") ? Optional.empty() : Optional.of(filled);
    }
}
