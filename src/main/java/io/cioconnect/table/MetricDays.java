package io.cioconnect.table;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The days of daily metrics that a pass reads again.
 *
 * @param end when the pass began
 * @param count how many days, the day of the end not counted
 * @param zone where a day begins
 */
public record MetricDays(Instant end, int count, ZoneId zone) {
    /** Start of the first day. */
    public Instant start() {
        return end.atZone(zone)
                .toLocalDate()
                .minusDays(count)
                .atStartOfDay(zone)
                .toInstant();
    }

    /** With the zone as it is called in a configuration, so that all tables call it the same. */
    MetricDays inUtc() {
        return new MetricDays(end, count, ZoneId.of("UTC"));
    }
}
