package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of a list that a request asks for.
 *
 * @param number of the page, from 1
 * @param next the reply's cursor; empty text when there are no more pages; no value in a list without pages
 * @param second the cursor of page 2, whether it exists or not
 */
record ListPage(List<ApiList.Row> rows, int number, Optional<String> next, String second) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    boolean isLast() {
        return next.orElse("").isEmpty();
    }

    ListPage leadingTo(String cursor) {
        return new ListPage(rows, number, Optional.of(cursor), second);
    }

    ListPage withoutCursor() {
        return new ListPage(rows, number, Optional.empty(), second);
    }

    static ListPage whole(List<ApiList.Row> rows) {
        return new ListPage(rows, 1, Optional.empty(), "");
    }

    /** Cursors count rows, so that a row is skipped when an earlier one is removed between two pages. */
    static ListPage byPosition(List<ApiList.Row> all, Map<String, String> query, int limit) throws BadQuery {
        var rows = new ArrayList<>(all);
        if (isDescending(query)) {
            Collections.reverse(rows);
        }
        int from = Math.min(rows.size(), query.containsKey("start") ? number(decode(query.get("start"))) : 0);
        int to = Math.min(rows.size(), from + limit);
        String next = to < rows.size() ? encode(Integer.toString(to)) : "";
        return new ListPage(
                rows.subList(from, to), pageNumber(from, limit), Optional.of(next), encode(Integer.toString(limit)));
    }

    /** Cursors name the last row of a page, even on the last page: an empty page then follows. */
    static ListPage byLastRow(List<ApiList.Row> all, Map<String, String> query) throws BadQuery {
        boolean hidden = Boolean.parseBoolean(query.getOrDefault("hidden", "false"));
        Comparator<ApiList.Row> order = Comparator.comparingLong(row -> Long.parseLong(row.id()));
        List<ApiList.Row> rows = all.stream()
                .filter(row -> row.json().get().path("hidden").asBoolean() == hidden)
                .sorted(isDescending(query) ? order.reversed() : order)
                .toList();
        int limit = limit(query);
        int from = query.containsKey("start") ? behind(rows, decode(query.get("start")), isDescending(query)) : 0;
        int to = Math.min(rows.size(), from + limit);
        String next = from < to ? encode(rows.get(to - 1).id()) : "";
        String second = rows.isEmpty()
                ? ""
                : encode(rows.get(Math.min(limit, rows.size()) - 1).id());
        return new ListPage(rows.subList(from, to), pageNumber(from, limit), Optional.of(next), second);
    }

    /** A request that the API answers with 400. */
    static final class BadQuery extends Exception {
        private static final long serialVersionUID = 1L;

        BadQuery(String message) {
            super(message);
        }
    }

    private static int pageNumber(int from, int limit) {
        return (from + limit - 1) / limit + 1;
    }

    private static boolean isDescending(Map<String, String> query) {
        return "desc".equals(query.get("sort"));
    }

    private static int behind(List<ApiList.Row> rows, String lastId, boolean descending) throws BadQuery {
        long last = number(lastId);
        int from = 0;
        while (from < rows.size()) {
            long id = Long.parseLong(rows.get(from).id());
            if (descending ? id < last : id > last) {
                break;
            }
            from++;
        }
        return from;
    }

    static int limit(Map<String, String> query) throws BadQuery {
        return limit(query, DEFAULT_LIMIT);
    }

    static int limit(Map<String, String> query, int unlessAsked) throws BadQuery {
        int limit = query.containsKey("limit") ? number(query.get("limit")) : unlessAsked;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit must be between 1 and " + MAX_LIMIT);
        }
        return limit;
    }

    static int number(String text) throws BadQuery {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadQuery("not a number: " + e.getMessage());
        }
    }

    static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static String decode(String cursor) throws BadQuery {
        try {
            return new String(Base64.getDecoder().decode(cursor), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadQuery("invalid start: " + e.getMessage());
        }
    }
}
