package io.cioconnect.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows lines that change. Redraws them in place on a terminal, cut to its size; elsewhere (in CI, in a pipe) prints them again from time to
 * time. For one thread.
 */
final class Screen {
    /** What is shown is made for a window of this many columns. */
    static final int WIDTH = 100;

    private static final int PLAIN_EVERY = 10;

    private final PrintStream out;
    private final Optional<Supplier<Terminal>> terminal;
    private int shown;
    private int height;

    /** @param terminal its size now; empty where lines are printed one below the other */
    Screen(PrintStream out, Optional<Supplier<Terminal>> terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen ofThisProcess(Map<String, String> environment) throws InterruptedException {
        return new Screen(System.out, Terminal.shows(environment) ? Optional.of(Terminal::now) : Optional.empty());
    }

    /** Called about once a second. */
    void show(List<String> lines) {
        if (terminal.isPresent()) {
            redraw(lines, terminal.get().get());
        } else if (shown % PLAIN_EVERY == 0) {
            lines.forEach(out::println);
        }
        shown++;
        out.flush();
    }

    /** Shows the last state, even if it is not due yet, and lets it stand: whatever comes next is printed below it. */
    void showLast(List<String> lines) {
        shown = 0;
        show(lines);
        height = 0;
        shown = 0;
    }

    // A line that wraps, or one that scrolled away, would be missed when the cursor goes back up.
    private void redraw(List<String> lines, Terminal size) {
        StringBuilder text = new StringBuilder(height > 0 ? "\u001b[" + height + "A" : "");
        List<String> visible = visible(lines, size.rows() - 1);
        for (String line : visible) {
            text.append(line, 0, Math.min(line.length(), Math.min(WIDTH, size.columns())))
                    .append("\u001b[K\n");
        }
        out.print(text + "\u001b[J");
        height = visible.size();
    }

    private static List<String> visible(List<String> lines, int atMost) {
        if (lines.size() <= atMost) {
            return lines;
        }
        List<String> visible = new ArrayList<>(lines.subList(0, Math.max(0, atMost - 1)));
        visible.add("(" + (lines.size() - visible.size()) + " more lines: make the window higher)");
        return visible;
    }
}
