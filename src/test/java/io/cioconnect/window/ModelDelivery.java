package io.cioconnect.window;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A delivery of a model run. Times are Unix seconds.
 *
 * @param listed from when on the API lists it
 */
record ModelDelivery(String id, long created, String type, long listed, List<Metric> metrics) {
    /** @param reported from when on the API shows it, some time after it happened */
    record Metric(String name, long at, long reported) {}

    /** As the API lists it at that time. */
    ObjectNode row(long now) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", id).put("created", created).put("type", type);
        ObjectNode times = row.putObject("metrics");
        metrics.stream().filter(metric -> metric.reported <= now).forEach(metric -> times.put(metric.name, metric.at));
        return row;
    }

    /** From when on whoever reads it finds the metric. */
    long visible(Metric metric) {
        return Math.max(listed, metric.reported);
    }
}
