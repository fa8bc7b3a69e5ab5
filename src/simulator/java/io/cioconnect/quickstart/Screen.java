package io.cioconnect.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Shows a table that changes. Redraws it in place on a terminal; elsewhere (in CI, in a pipe) prints it again from time to time. For one
 * thread.
 */
final class Screen {
    private static final int PLAIN_EVERY = 10;
    private static final int TERMINAL_WIDTH = 80;

    private final PrintStream out;
    private final boolean isTerminal;
    private int shown;
    private int height;

    Screen(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    static Screen ofThisProcess(Map<String, String> environment) {
        boolean plain = environment.containsKey("CI")
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(System.out, !plain && isTerminal());
    }

    /** Called about once a second. */
    void show(List<String> lines) {
        if (isTerminal) {
            StringBuilder text = new StringBuilder(height > 0 ? "\u001b[" + height + "A" : "");
            for (String line : lines) {
                // a line that wraps would count as two when going back up
                text.append(line, 0, Math.min(line.length(), TERMINAL_WIDTH)).append("\u001b[K\n");
            }
            out.print(text + "\u001b[J");
            height = lines.size();
        } else if (shown % PLAIN_EVERY == 0) {
            lines.forEach(out::println);
        }
        shown++;
        out.flush();
    }

    /** Shows the last state, even if it is not due yet. */
    void showLast(List<String> lines) {
        shown = 0;
        show(lines);
    }

    // From Java 22 on, System.console() is not null without a terminal either.
    private static boolean isTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
