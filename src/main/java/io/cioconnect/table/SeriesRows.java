package io.cioconnect.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    /** As Go prints a time, {@code 2025-01-01 00:00:00 +0000 UTC}, or ISO 8601. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)? ?(?:Z|([+-]\\d\\d):?(\\d\\d))?.*");

    private SeriesRows() {}

    /** The days of a campaign. */
    static List<ObjectNode> days(ObjectNode reply, MetricDays days) {
        return days(reply.at("/metric/series"), firstDay(reply, days), days.zone());
    }

    /** The days of an action, by language where the reply tells them apart: the action's own counts are the sums of those. */
    static List<ObjectNode> daysByLanguage(ObjectNode reply, MetricDays days) {
        JsonNode variants = reply.path("language_variants");
        LocalDate first = firstDay(reply, days);
        List<ObjectNode> rows = new ArrayList<>();
        if (!variants.isObject() || variants.isEmpty()) {
            add(rows, "", days(reply.at("/metric/series"), first, days.zone()));
        }
        for (JsonNode variant : variants) {
            add(rows, variant.path("language").asText(""), days(variant.path("series"), first, days.zone()));
        }
        return rows;
    }

    /** The days on which journeys began. */
    static List<ObjectNode> journeyDays(ObjectNode reply, MetricDays days) {
        MetricDays utc = days.inUtc();
        return days(
                reply.path("journey_metric"), utc.start().atZone(ZoneOffset.UTC).toLocalDate(), ZoneOffset.UTC);
    }

    /** One row with the sum of each series. */
    static List<ObjectNode> totals(ObjectNode reply, MetricDays days) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        JsonNode metric = reply.path("metric");
        metric.properties().stream()
                .filter(field -> !field.getKey().equals("series"))
                .forEach(field -> row.set(field.getKey(), field.getValue()));
        addSums(row, metric.path("series"));
        return List.of(row);
    }

    /** One row with the sums for each link. */
    static List<ObjectNode> links(ObjectNode reply, MetricDays days) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode link : reply.path("links")) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            link.path("link")
                    .properties()
                    .forEach(field ->
                            row.set(field.getKey().equals("id") ? "link_id" : field.getKey(), field.getValue()));
            addSums(row, link.at("/metric/series"));
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
        int length = 0;
        for (JsonNode values : series) {
            length = Math.max(length, values.size());
        }
        List<ObjectNode> rows = new ArrayList<>();
        for (int day = 0; day < length; day++) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("resolution", DAYS);
            row.put("period_start", start(first.plusDays(day), zone));
            row.put("period_end", start(first.plusDays(day + 1L), zone));
            row.put("tz", zone.getId());
            for (Map.Entry<String, JsonNode> values : series.properties()) {
                if (values.getValue().has(day)) {
                    row.set(values.getKey(), values.getValue().get(day));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static long start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toEpochSecond();
    }

    /** The day of index 0: as the reply says, else as it was asked. */
    private static LocalDate firstDay(ObjectNode reply, MetricDays days) {
        return time(reply.path("start").asText())
                .orElse(days.start())
                .atZone(days.zone())
                .toLocalDate();
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

    private static void addSums(ObjectNode row, JsonNode series) {
        for (Map.Entry<String, JsonNode> values : series.properties()) {
            sum(values.getValue()).ifPresent(sum -> row.put(values.getKey(), sum));
        }
    }

    /** Empty for what is not a series: unknown is not 0. */
    private static Optional<BigDecimal> sum(JsonNode values) {
        if (!values.isArray()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode value : values) {
            try {
                sum = sum.add(value.isNull() ? BigDecimal.ZERO : new BigDecimal(value.asText()));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(sum);
    }
}
