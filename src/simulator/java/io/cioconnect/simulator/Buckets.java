package io.cioconnect.simulator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bucket lengths of metrics. */
enum Buckets {
    HOURS(ChronoUnit.HOURS, 24, 24),
    DAYS(ChronoUnit.DAYS, 45, 45),
    WEEKS(ChronoUnit.WEEKS, 12, 12),
    MONTHS(ChronoUnit.MONTHS, 121, 12);

    private final ChronoUnit unit;
    private final int maxSteps;
    private final int defaultSteps;

    Buckets(ChronoUnit unit, int maxSteps, int defaultSteps) {
        this.unit = unit;
        this.maxSteps = maxSteps;
        this.defaultSteps = defaultSteps;
    }

    static Optional<Buckets> named(String name) {
        return switch (name) {
            case "hours", "hourly" -> Optional.of(HOURS);
            case "days", "daily" -> Optional.of(DAYS);
            case "weeks", "weekly" -> Optional.of(WEEKS);
            case "months", "monthly" -> Optional.of(MONTHS);
            default -> Optional.empty();
        };
    }

    /** The start of the bucket that contains this time. */
    ZonedDateTime floor(ZonedDateTime time) {
        return switch (this) {
            case HOURS -> time.truncatedTo(ChronoUnit.HOURS);
            case DAYS -> startOfDay(time);
            case WEEKS -> startOfDay(time.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY)));
            case MONTHS -> startOfDay(time.withDayOfMonth(1));
        };
    }

    /** Bounds of the buckets that touch a window, both ends included. */
    List<Instant> between(Instant start, Instant end, ZoneId zone) {
        List<Instant> bounds = new ArrayList<>();
        ZonedDateTime bound = floor(start.atZone(zone));
        while (!bound.toInstant().isAfter(end)) {
            bounds.add(bound.toInstant());
            bound = floor(bound.plus(1, unit));
        }
        bounds.add(bound.toInstant());
        return bounds;
    }

    /** Bounds of this many buckets; the last one is not over yet. */
    List<Instant> upTo(Instant now, int steps, ZoneId zone) {
        return between(floor(now.atZone(zone)).minus(steps - 1L, unit).toInstant(), now, zone);
    }

    /** How the API treats {@code steps}, or a request without it. */
    int steps(Optional<Integer> asked) {
        int steps = asked.orElse(defaultSteps);
        return steps == 0 ? maxSteps : Math.min(maxSteps, Math.max(2, steps));
    }

    private static ZonedDateTime startOfDay(ZonedDateTime time) {
        return time.toLocalDate().atStartOfDay(time.getZone());
    }
}
