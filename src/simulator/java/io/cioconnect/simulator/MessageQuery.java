package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the deliveries. Only the time of creation can be asked for; both bounds are inclusive. If a window is wider than
 * six months, its older part is silently cut off. Without an end, the window ends now, and a start more than six months ago is then
 * ignored.
 */
record MessageQuery(long start, long end, int offset, int limit, boolean afterGap, Map<String, String> parameters) {
    private static final int MONTHS = 6;
    private static final int DEFAULT_LIMIT = 50;
    private static final List<String> FILTERS = List.of("type", "campaign_id", "newsletter_id", "action_id");
    private static final String GAP = "gap-";

    static MessageQuery of(Map<String, String> parameters, Instant now) throws ListPage.BadQuery {
        long end = parameters.containsKey("end_ts") ? seconds(parameters, "end_ts") : now.getEpochSecond();
        long earliest = Instant.ofEpochSecond(end)
                .atZone(ZoneOffset.UTC)
                .minusMonths(MONTHS)
                .toEpochSecond();
        long start = parameters.containsKey("start_ts") ? seconds(parameters, "start_ts") : earliest;
        String cursor = parameters.getOrDefault("start", "");
        boolean isGap = cursor.startsWith(GAP);
        int offset = cursor.isEmpty() ? 0 : ListPage.number(ListPage.decode(isGap ? cursor.substring(4) : cursor));
        int limit = ListPage.limit(parameters, DEFAULT_LIMIT);
        return new MessageQuery(Math.max(start, earliest), end, offset, limit, isGap, parameters);
    }

    private static long seconds(Map<String, String> parameters, String name) throws ListPage.BadQuery {
        String text = parameters.getOrDefault(name, "");
        if (!text.matches("\\d{1,11}")) {
            throw new ListPage.BadQuery(name);
        }
        return Long.parseLong(text);
    }

    /** Whether a row matches; the row is created only if more than its time of creation matters. */
    boolean matches(Supplier<ObjectNode> made) {
        boolean isFiltered = FILTERS.stream().anyMatch(parameters::containsKey) || parameters.containsKey("metric");
        if (!isFiltered && !isDrafts()) {
            return true;
        }
        ObjectNode row = made.get();
        boolean isDraft =
                row.path("metrics").has("drafted") && row.path("metrics").size() == 1;
        return isDraft == isDrafts()
                && FILTERS.stream().allMatch(field -> fits(row.path(field).asText(), parameters.get(field)))
                && (!parameters.containsKey("metric") || row.path("metrics").has(parameters.get("metric")));
    }

    private boolean isDrafts() {
        return "true".equals(parameters.get("drafts"));
    }

    private static boolean fits(String value, @Nullable String wanted) {
        return wanted == null || wanted.equals(value);
    }

    ObjectNode shown(ObjectNode row) {
        if (!"true".equals(parameters.get("get_tracked_responses"))) {
            row.remove("tracked_responses");
        }
        return row;
    }

    /** @param rows from the offset on, one more than the limit when there are more */
    ListPage page(List<ApiList.Row> rows, boolean emptyPages) {
        String second = ListPage.encode(Integer.toString(limit));
        int number = offset / limit + 1;
        if (afterGap) {
            return new ListPage(List.of(), number, Optional.of(ListPage.encode(Integer.toString(offset))), second);
        }
        String next = ListPage.encode(Integer.toString(offset + limit));
        if (rows.size() <= limit) {
            return new ListPage(rows, number, Optional.of(""), second);
        }
        return new ListPage(rows.subList(0, limit), number, Optional.of(emptyPages ? GAP + next : next), second);
    }
}
