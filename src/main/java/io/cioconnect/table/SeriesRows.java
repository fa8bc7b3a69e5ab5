package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of series: one for each day, or one with the sums. A series may be null, or have another length than the others. */
final class SeriesRows {
    private static final String DAYS = "days";
    private static final String SERIES = "series";

    /** As Go prints a time, {@code 2025-01-01 00:00:00 +0000 UTC}, or ISO 8601. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)? ?(?:Z|([+-]\\d\\d):?(\\d\\d))?.*");

    private SeriesRows() {}

    /** The days of a campaign. */
    static List<ObjectNode> days(ObjectNode reply, MetricDays days) {
        JsonNode series = reply.at("/metric/series");
        return days(series, firstDay(reply, days, length(series)), days.zone());
    }

    /** The days of an action, by language where the reply tells them apart: the action's own counts are the sums of those. */
    static List<ObjectNode> daysByLanguage(ObjectNode reply, MetricDays days) {
        JsonNode variants = reply.path("language_variants");
        int length = length(reply.at("/metric/series"));
        for (JsonNode variant : variants) {
            length = Math.max(length, length(variant.path(SERIES)));
        }
        LocalDate first = firstDay(reply, days, length);
        List<ObjectNode> rows = new ArrayList<>();
        if (!variants.isObject() || variants.isEmpty()) {
            add(rows, "", days(reply.at("/metric/series"), first, days.zone()));
        }
        for (JsonNode variant : variants) {
            add(rows, variant.path("language").asText(""), days(variant.path(SERIES), first, days.zone()));
        }
        return rows;
    }

    /** The days on which journeys began. */
    static List<ObjectNode> journeyDays(ObjectNode reply, MetricDays days) {
        MetricDays utc = days.inUtc();
        return days(reply.path("journey_metric"), day(utc.start(), utc), utc.zone());
    }

    /** One row with the sum of each series. */
    static List<ObjectNode> totals(ObjectNode reply, MetricDays days) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        addMetric(row, reply.path("metric"));
        return List.of(row);
    }

    /** One row with the sums for each link. */
    static List<ObjectNode> links(ObjectNode reply, MetricDays days) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode link : reply.path("links")) {
            if (link.isNull()) {
                continue;
            }
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            link.path("link")
                    .properties()
                    .forEach(field ->
                            row.set(field.getKey().equals("id") ? "link_id" : field.getKey(), field.getValue()));
            addMetric(row, link.path("metric"));
            rows.add(row);
        }
        return rows;
    }

    private static void add(List<ObjectNode> rows, String language, List<ObjectNode> days) {
        for (ObjectNode day : days) {
            rows.add(day.put("language", language));
        }
    }

    private static List<ObjectNode> days(JsonNode series, LocalDate first, ZoneId zone) {
        List<ObjectNode> rows = new ArrayList<>();
        int length = length(series);
        for (int day = 0; day < length; day++) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("resolution", DAYS);
            row.put("period_start", start(first.plusDays(day), zone));
            row.put("period_end", start(first.plusDays(day + 1L), zone));
            row.put("tz", zone.getId());
            for (Map.Entry<String, JsonNode> values : series.properties()) {
                if (!values.getValue().isArray()) {
                    keep(row, values);
                } else if (values.getValue().has(day)) {
                    row.set(values.getKey(), values.getValue().get(day));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /** Days of the longest of the series. */
    private static int length(JsonNode series) {
        int length = 0;
        for (JsonNode values : series) {
            length = values.isArray() ? Math.max(length, values.size()) : length;
        }
        return length;
    }

    private static long start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toEpochSecond();
    }

    /** The day at index 0: the reply's start if it lies, with all days from there on, within what was asked for; else the start asked for. */
    private static LocalDate firstDay(ObjectNode reply, MetricDays days, int length) {
        LocalDate asked = day(days.start(), days);
        LocalDate last = day(days.end(), days);
        return time(reply.path("start").asText())
                .map(start -> day(start, days))
                .filter(first -> !first.isBefore(asked)
                        && !first.plusDays(Math.max(0, length - 1)).isAfter(last))
                .orElse(asked);
    }

    private static LocalDate day(Instant time, MetricDays days) {
        return time.atZone(days.zone()).toLocalDate();
    }

    private static Optional<Instant> time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String offset = parts.group(3) == null ? "Z" : parts.group(3) + ":" + parts.group(4);
        try {
            return Optional.of(OffsetDateTime.parse(parts.group(1) + "T" + parts.group(2) + offset)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty(); // such as a thirteenth month
        }
    }

    private static void addMetric(ObjectNode row, JsonNode metric) {
        metric.properties().stream()
                .filter(field -> !field.getKey().equals(SERIES))
                .forEach(field -> row.set(field.getKey(), field.getValue()));
        addSums(row, metric.path(SERIES));
    }

    private static void addSums(ObjectNode row, JsonNode series) {
        for (Map.Entry<String, JsonNode> values : series.properties()) {
            Optional<Long> sum = sum(values.getValue());
            if (sum.isPresent()) {
                row.put(values.getKey(), sum.get());
            } else {
                keep(row, values);
            }
        }
    }

    /** Empty for what is not a series of whole numbers, or when their sum is none within 64 bits: unknown is not 0. */
    private static Optional<Long> sum(JsonNode values) {
        if (!values.isArray()) {
            return Optional.empty();
        }
        long sum = 0;
        for (JsonNode value : values) {
            Optional<Long> number = value.isNull() ? Optional.of(0L) : ColumnType.wholeNumber(value);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            try {
                sum = Math.addExact(sum, number.get());
            } catch (ArithmeticException beyond64Bits) {
                return Optional.empty();
            }
        }
        return Optional.of(sum);
    }

    /** Lets what is not a series end up in {@code _extra}: in its column, a bare number would pass for the sum or the day's count. */
    private static void keep(ObjectNode row, Map.Entry<String, JsonNode> values) {
        if (values.getValue().isContainerNode()) {
            row.set(values.getKey(), values.getValue());
        } else if (!values.getValue().isNull()) {
            ObjectNode kept = row.path(SERIES) instanceof ObjectNode others ? others : row.putObject(SERIES);
            kept.set(values.getKey(), values.getValue());
        }
    }
}
