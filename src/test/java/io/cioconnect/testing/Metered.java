package io.cioconnect.testing;

import io.cioconnect.metrics.MetricGroup;
import javax.management.openmbean.CompositeData;

/** What an MBean's attribute would show. */
public final class Metered {
    private Metered() {}

    /** An item of an attribute that has several. */
    public static <S> long item(MetricGroup<S> group, S source, String name, String item) {
        return (Long) ((CompositeData) read(group, source, name)).get(item);
    }

    public static <S> long value(MetricGroup<S> group, S source, String name) {
        return (Long) read(group, source, name);
    }

    private static <S> Object read(MetricGroup<S> group, S source, String name) {
        return group.attributes().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name))
                .value()
                .apply(source);
    }
}
