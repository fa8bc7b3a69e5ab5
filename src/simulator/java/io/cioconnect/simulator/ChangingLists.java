package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Lists that change at random: rows change, disappear and reappear. The same seed gives the same changes in the same order. One thread at a
 * time makes changes.
 */
public final class ChangingLists {
    /** One in this many possible rows is missing at first. */
    private static final int ABSENT = 10;

    private final Map<ApiList, Integer> keys = new LinkedHashMap<>();
    private final Random random;
    private long changes;

    public ChangingLists(long seed) {
        random = new Random(seed);
    }

    /** Replaces the rows of the list and limits it to this many rows from now on. */
    public synchronized void add(ApiList list, int maxRows) {
        keys.put(list, maxRows);
        list.clear();
        for (int key = 1; key <= maxRows; key++) {
            if (key % ABSENT != 0) {
                list.put(row(list, key));
            }
        }
    }

    /** Changes rows at this rate until the load is closed. */
    public SteadyLoad start(int perSecond) {
        return new SteadyLoad(perSecond, Integer.MAX_VALUE, this::change);
    }

    /** Changes made so far. No change is in progress when this returns. */
    public synchronized long count() {
        return changes;
    }

    private synchronized void change() {
        ApiList list = List.copyOf(keys.keySet()).get(random.nextInt(keys.size()));
        ObjectNode row = row(list, 1 + random.nextInt(keys.get(list)));
        String id = row.path(list.idField()).asText();
        if (list.ids().contains(id) && random.nextInt(3) == 0) {
            list.remove(id);
        } else {
            list.put(row);
        }
        changes++;
    }

    private ObjectNode row(ApiList list, int key) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        String content = "version " + changes;
        return list.idField().equals("name")
                ? row.put("name", "row_" + key).put("value", content)
                : row.put("id", key).put("name", content);
    }
}
