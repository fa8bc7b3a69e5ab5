package io.cioconnect.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One line per table, in blocks that stand side by side. */
final class LiveTable {
    private static final int NAME = 22;
    private static final String BETWEEN = "   ";

    /** One column, which gives the cell for a table's name. */
    record Column(String title, int width, Function<String, String> cell) {}

    private final List<List<String>> blocks;
    private final List<Column> columns = new ArrayList<>();

    /** @param blocks the names of tables, block by block */
    LiveTable(List<List<String>> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    void add(String title, int width, Function<String, String> cell) {
        columns.add(new Column(title, width, cell));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(beside(block -> line("table", Column::title)));
        int height = blocks.stream().mapToInt(List::size).max().orElse(0);
        for (int row = 0; row < height; row++) {
            int number = row;
            lines.add(beside(block -> number < block.size() ? row(block.get(number)) : ""));
        }
        return lines;
    }

    private String beside(Function<List<String>, String> cell) {
        return String.join(BETWEEN, blocks.stream().map(cell).toList()).stripTrailing();
    }

    private String row(String table) {
        return line(table, column -> column.cell().apply(table));
    }

    private String line(String first, Function<Column, String> cell) {
        StringBuilder line = new StringBuilder(first + " ".repeat(Math.max(0, NAME - first.length())));
        columns.forEach(column -> {
            String text = cell.apply(column);
            line.append(" ")
                    .append(" ".repeat(Math.max(0, column.width() - text.length())))
                    .append(text);
        });
        return line.toString();
    }
}
