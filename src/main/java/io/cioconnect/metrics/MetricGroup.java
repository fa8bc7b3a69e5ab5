package io.cioconnect.metrics;

import java.util.List;

/**
 * What one type of MBean shows.
 *
 * @param type the value of {@code type} in the MBean's name
 * @param key the part of the name behind {@code connector}, such as {@code table}; empty when there is one MBean per connector
 * @param text what each MBean describes
 */
public record MetricGroup<S>(String type, String key, String text, List<Metric<S>> attributes) {
    /** All groups, in the order of the documentation. */
    public static List<MetricGroup<?>> all() {
        return List.of(
                TableMetrics.GROUP,
                EventMetrics.GROUP,
                ReceiverMetrics.GROUP,
                ApiMetrics.GROUP,
                RegistrationMetrics.GROUP);
    }
}
