package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one task does. Its properties are the connector's, under the same keys, and four of its own: a secret copied to another key
 * would be stored in plain text, because Connect puts the placeholder back only where key and value are as they were.
 *
 * @param index of the task, from 0
 * @param receiver which receiver the task is, from 0; empty when it does not receive
 * @param polledTables polled tables, in the catalogue's order
 * @param requestsPerSecond the task's share of the connector's request budget; 0 when it never calls the App API
 */
record TaskAssignment(int index, OptionalInt receiver, List<String> polledTables, double requestsPerSecond) {
    private static final String PREFIX = "task.assignment.";
    private static final String INDEX = PREFIX + "index";
    private static final String RECEIVER = PREFIX + "receiver";
    private static final String POLLED_TABLES = PREFIX + "list.tables";
    private static final String REQUESTS_PER_SECOND = PREFIX + "requests.per.second";

    /** A call for each parent, or for each thousand deliveries. */
    private static final int WEIGHT_OF_CHILDREN = 20;

    private static final int WEIGHT_OF_PAGINATED = 3;
    private static final int WEIGHT_OF_ONE_PAGE = 1;
    private static final int WEIGHT_OF_REGISTRATION = 1;

    /** Of a task that calls the App API at all, in thousandths of a request per second. */
    private static final int LEAST_SHARE = 500;

    private static final int PARTS_OF_A_REQUEST = 1_000;

    static List<TaskAssignment> assign(CustomerIoSourceConfig config, int maxTasks) {
        int receivers =
                config.eventTables().isEmpty() ? 0 : config.webhook().listener().receivers();
        boolean registers = receivers > 0 && config.registration().auto();
        return assign(
                receivers, config.polledTables(), registers, config.appApi().requestsPerSecond(), maxTasks);
    }

    /**
     * Receivers get tasks of their own while there are enough; the polled tables are spread evenly over the others, or over the
     * receivers' when none is left.
     *
     * @param registers whether receiver 0 also looks after the webhook in Customer.io
     */
    static List<TaskAssignment> assign(
            int receivers, List<String> polledTables, boolean registers, int requestsPerSecond, int maxTasks) {
        List<List<String>> units = units(polledTables);
        int tasks = Math.min(maxTasks, receivers + units.size());
        int receiving = Math.min(receivers, tasks);
        List<Load> loads = IntStream.range(0, tasks).mapToObj(Load::new).toList();
        if (registers && receiving > 0) {
            loads.get(0).weight += WEIGHT_OF_REGISTRATION;
        }
        spread(units, receiving < tasks ? loads.subList(receiving, tasks) : loads);
        share(loads, requestsPerSecond * PARTS_OF_A_REQUEST);
        return loads.stream()
                .map(load -> new TaskAssignment(
                        load.index,
                        load.index < receiving ? OptionalInt.of(load.index) : OptionalInt.empty(),
                        polledTables.stream().filter(load.tables::contains).toList(),
                        load.share / (double) PARTS_OF_A_REQUEST))
                .toList();
    }

    /** What goes to one task as a whole: the tables that are made of the same replies, and each other table by itself. */
    private static List<List<String>> units(List<String> tables) {
        List<List<String>> units = new ArrayList<>();
        List<String> byWindows =
                tables.stream().filter(TaskAssignment::isReadByWindows).toList();
        tables.stream().filter(table -> !byWindows.contains(table)).forEach(table -> units.add(List.of(table)));
        if (!byWindows.isEmpty()) {
            units.add(byWindows);
        }
        return units;
    }

    private static boolean isReadByWindows(String table) {
        return Tables.named(table).isReadByWindows();
    }

    /** Heaviest first, each to the task with the least to do. */
    private static void spread(List<List<String>> units, List<Load> loads) {
        Stream<List<String>> heaviestFirst = units.stream()
                .sorted(Comparator.<List<String>>comparingInt(tables -> weight(tables.get(0)))
                        .reversed());
        heaviestFirst.forEach(tables -> {
            Load least = loads.stream()
                    .min(Comparator.<Load>comparingInt(load -> load.weight).thenComparingInt(load -> load.index))
                    .orElseThrow();
            least.tables.addAll(tables);
            least.weight += weight(tables.get(0));
        });
    }

    /** Of its tables, those that are read by full refresh. */
    List<String> refreshedTables() {
        return polledTables.stream().filter(table -> !isReadByWindows(table)).toList();
    }

    /** Of its tables, those that are read by windows of time. */
    List<String> deliveryTables() {
        return polledTables.stream().filter(TaskAssignment::isReadByWindows).toList();
    }

    private static int weight(String table) {
        Table polled = Tables.named(table);
        if (!polled.parents().isEmpty() || polled.isReadByWindows()) {
            return WEIGHT_OF_CHILDREN;
        }
        return polled.isPaginated() ? WEIGHT_OF_PAGINATED : WEIGHT_OF_ONE_PAGE;
    }

    /**
     * By weight, but for a least share of each: beside tables that need hundreds of calls, registration must still get its few through.
     * Rounded down, so that the shares never add up to more than the budget.
     */
    private static void share(List<Load> loads, int budget) {
        List<Load> calling = loads.stream().filter(load -> load.weight > 0).toList();
        int least = calling.isEmpty() ? 0 : Math.min(LEAST_SHARE, budget / (2 * calling.size()));
        int total = calling.stream().mapToInt(load -> load.weight).sum();
        int left = budget;
        int weightLeft = total;
        for (Load load : calling) {
            if (load.weight * budget / total < least) {
                load.share = least;
                left -= least;
                weightLeft -= load.weight;
            }
        }
        for (Load load : calling) {
            if (load.share == 0) {
                load.share = load.weight * left / weightLeft;
            }
        }
    }

    /** Reads back what {@link #properties} wrote. */
    static TaskAssignment from(Map<String, String> properties) {
        String receiver = written(properties, RECEIVER);
        String tables = written(properties, POLLED_TABLES);
        return new TaskAssignment(
                Integer.parseInt(written(properties, INDEX)),
                receiver.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(receiver)),
                tables.isEmpty() ? List.of() : List.of(tables.split(",")),
                Double.parseDouble(written(properties, REQUESTS_PER_SECOND)));
    }

    private static String written(Map<String, String> properties, String key) {
        return Objects.requireNonNull(properties.get(key), key);
    }

    /** The task's properties: all of the connector's, unchanged, and the assignment. */
    Map<String, String> properties(Map<String, String> connector) {
        Map<String, String> properties = new HashMap<>(connector);
        properties.put(INDEX, Integer.toString(index));
        properties.put(RECEIVER, receiver.isPresent() ? Integer.toString(receiver.getAsInt()) : "");
        properties.put(POLLED_TABLES, String.join(",", polledTables));
        properties.put(REQUESTS_PER_SECOND, Double.toString(requestsPerSecond));
        return properties;
    }

    private static final class Load {
        private final int index;
        private final List<String> tables = new ArrayList<>();
        private int weight;
        private int share; // in thousandths of a request per second

        private Load(int index) {
            this.index = index;
        }
    }
}
