package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lists below the rows of other lists. They are served while their parent is listed; the rows of a removed parent are kept until it
 * returns. Thread-safe.
 */
public final class ChildLists {
    private static final Pattern PATH = Pattern.compile("/v1/([a-z_]+)/([^/]+)/([a-z_]+)");
    private static final int IDS_PER_PARENT = 1000;

    private final ApiLists parents;
    private final Map<ChildTable, Map<String, ApiList>> lists = new EnumMap<>(ChildTable.class);

    ChildLists(ApiLists parents) {
        this.parents = parents;
        for (ChildTable table : ChildTable.values()) {
            lists.put(table, new ConcurrentHashMap<>());
        }
        seed();
    }

    /** The rows of one parent; none at first. */
    public ApiList of(ChildTable table, long parentId) {
        return of(table, Long.toString(parentId));
    }

    /** Rows as in the samples below one parent of each table, and none below the others. */
    public void seed() {
        clear();
        seed(ChildTable.CAMPAIGN_ACTIONS, 5);
        seed(ChildTable.BROADCAST_ACTIONS, 21);
        seed(ChildTable.BROADCAST_TRIGGERS, 21);
        seed(ChildTable.NEWSLETTER_CONTENTS, 41);
        seed(ChildTable.NEWSLETTER_TEST_GROUPS, 41);
        seed(ChildTable.TRANSACTIONAL_CONTENTS, 3);
    }

    public void clear() {
        lists.values().forEach(byParent -> byParent.values().forEach(ApiList::clear));
    }

    /**
     * Replaces the rows below each currently listed parent with this many generated ones. No id occurs below two parents, except 0-based
     * ids.
     */
    public void generate(ChildTable table, int perParent) {
        lists.get(table).values().forEach(ApiList::clear);
        ObjectNode sample = (ObjectNode)
                Samples.resource(table.sample()).get(table.children()).get(0);
        for (String parent : parents.list(table.parents()).ids()) {
            of(table, parent).generate(perParent, number -> row(table, sample, parent, number));
        }
    }

    private static ObjectNode row(ChildTable table, ObjectNode sample, String parent, int number) {
        long id = table == ChildTable.NEWSLETTER_TEST_GROUPS
                ? number - 1
                : Long.parseLong(parent) * IDS_PER_PARENT + number;
        ObjectNode row = belowParent(table, sample.deepCopy(), parent);
        if (sample.get("id").isTextual()) {
            row.put("id", Long.toString(id));
        } else {
            row.put("id", id);
        }
        return row.has("deduplicate_id") ? row.put("deduplicate_id", id + ":1788048000") : row;
    }

    private void seed(ChildTable table, long parentId) {
        ApiList list = of(table, parentId);
        Samples.resource(table.sample())
                .get(table.children())
                .forEach(row -> list.put(belowParent(table, row.deepCopy(), Long.toString(parentId))));
    }

    private static ObjectNode belowParent(ChildTable table, ObjectNode row, String parent) {
        return row.has(table.parentField()) ? row.put(table.parentField(), Long.parseLong(parent)) : row;
    }

    private ApiList of(ChildTable table, String parentId) {
        return lists.get(table).computeIfAbsent(parentId, table::newList);
    }

    /** The list at a path, if its parent is listed. */
    Optional<ApiList> at(String path) {
        Matcher parts = PATH.matcher(path);
        return parts.matches() && parents.has(parts.group(1), parts.group(2))
                ? table(parts.group(1), parts.group(3)).map(table -> of(table, parts.group(2)))
                : Optional.empty();
    }

    static Optional<ChildTable> table(String parents, String children) {
        return Stream.of(ChildTable.values())
                .filter(table ->
                        table.parents().equals(parents) && table.children().equals(children))
                .findFirst();
    }
}
