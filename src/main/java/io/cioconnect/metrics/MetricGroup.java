package io.cioconnect.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one type of MBean shows.
 *
 * @param type the value of {@code type} in the MBean's name
 * @param key the part of the name behind {@code connector}, such as {@code table}; empty when there is one MBean per connector
 * @param text what each MBean describes
 * @param total what several tasks show together under one name; empty where the newer task is shown
 */
public record MetricGroup<S>(
        String type, String key, String text, List<Metric<S>> attributes, Optional<Function<Collection<S>, S>> total) {

    /** A group of whose sources the newest is shown. */
    MetricGroup(String type, String key, String text, List<Metric<S>> attributes) {
        this(type, key, text, attributes, Optional.empty());
    }

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
