package io.cioconnect.webhook;

import io.cioconnect.metrics.EventMetrics;
import io.cioconnect.metrics.MetricBeans;
import io.cioconnect.metrics.ReceiverMetrics;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters of one receiver.
 *
 * @param tables of each selected event table, by its name
 */
public record WebhookMetrics(ReceiverMetrics receiver, Map<String, EventMetrics> tables, EventMetrics quarantine) {
    /** Counters at zero, which nobody sees. */
    public static WebhookMetrics of(Collection<String> eventTables, Clock clock) {
        Map<String, EventMetrics> tables = new LinkedHashMap<>();
        eventTables.forEach(table -> tables.put(table, new EventMetrics(clock)));
        return new WebhookMetrics(new ReceiverMetrics(), tables, new EventMetrics(clock));
    }

    /** Shows them under the receiver's number. */
    public void publish(MetricBeans beans, int number) {
        beans.publish(ReceiverMetrics.GROUP, String.valueOf(number), receiver);
        tables.forEach((table, counters) -> beans.publish(EventMetrics.GROUP, table, counters));
        beans.publish(EventMetrics.GROUP, "quarantine", quarantine);
    }
}
