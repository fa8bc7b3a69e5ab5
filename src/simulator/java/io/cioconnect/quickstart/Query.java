package io.cioconnect.quickstart;

import io.cioconnect.testing.DocumentedSql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query of the documentation.
 *
 * @param question that it answers
 * @param page of the documentation where it stands
 * @param name by which it begins there
 * @param views statements to run before it
 */
record Query(String question, String page, String name, List<String> views) {
    private static final int ROWS_SHOWN = 5;
    private static final int CELL = 30;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    Query(String question, String page, String name, String... views) {
        this(question, page, name, List.of(views));
    }

    String sql() {
        return DocumentedSql.named(name).sql();
    }

    List<String> viewsSql() {
        return views.stream().map(view -> DocumentedSql.named(view).sql()).toList();
    }

    /** The question, the first rows of the answer, and where the SQL stands. */
    List<String> lines(List<Map<String, @Nullable Object>> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(question);
        lines.add("(SQL \"" + name + "\" of src/site/markdown/" + page + ", " + rows.size() + " rows"
                + (rows.size() > ROWS_SHOWN ? ", the first " + ROWS_SHOWN : "") + ")");
        if (rows.isEmpty()) {
            return lines;
        }
        List<Map<String, @Nullable Object>> first = rows.subList(0, Math.min(ROWS_SHOWN, rows.size()));
        List<List<String>> columns = rows.get(0).keySet().stream()
                .map(name ->
                        column(name, first.stream().map(row -> row.get(name)).toList()))
                .toList();
        for (int row = 0; row <= first.size(); row++) {
            int number = row;
            String line =
                    columns.stream().map(column -> column.get(number)).collect(Collectors.joining("  ", "  ", ""));
            lines.add(line.substring(0, Math.min(line.length(), Screen.WIDTH)).stripTrailing());
        }
        return lines;
    }

    /** Its name and its cells, all as wide as the widest; numbers on the right. */
    private static List<String> column(String name, List<@Nullable Object> values) {
        List<String> cells =
                Stream.concat(Stream.of(name), values.stream().map(Query::cell)).toList();
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        boolean isNumber = values.stream().allMatch(value -> value == null || value instanceof Number);
        return cells.stream()
                .map(cell -> {
                    String fill = " ".repeat(width - cell.length());
                    return isNumber ? fill + cell : cell + fill;
                })
                .toList();
    }

    private static String cell(@Nullable Object value) {
        String text = value == null ? "-" : value instanceof Instant time ? TIME.format(time) : value.toString();
        return text.length() <= CELL ? text : text.substring(0, CELL - 3) + "...";
    }
}
