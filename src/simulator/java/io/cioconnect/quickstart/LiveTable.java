package io.cioconnect.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Prints one line per Customer.io table, with the columns that the parts of the quick start add. */
final class LiveTable {

    /** One column, which gives the cell for a table's name. */
    record Column(String title, int width, Function<String, String> cell) {}

    private final List<String> tables;
    private final List<Column> columns = new ArrayList<>();

    LiveTable(List<String> tables) {
        this.tables = List.copyOf(tables);
    }

    void add(String title, int width, Function<String, String> cell) {
        columns.add(new Column(title, width, cell));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(line("table", Column::title));
        tables.forEach(table -> lines.add(line(table, column -> column.cell().apply(table))));
        return lines;
    }

    private String line(String first, Function<Column, String> cell) {
        StringBuilder line = new StringBuilder(pad(first, -20));
        columns.forEach(column -> line.append("  ").append(pad(cell.apply(column), column.width())));
        return line.toString();
    }

    private static String pad(String text, int width) {
        String fill = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
        return width < 0 ? text + fill : fill + text;
    }
}
