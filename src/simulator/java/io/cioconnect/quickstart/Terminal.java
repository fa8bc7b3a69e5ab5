package io.cioconnect.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of the window that shows the output of this process. */
record Terminal(int rows, int columns) {
    private static final Terminal SMALLEST = new Terminal(24, 80);
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d*) ([1-9]\\d*)\\s*");

    /** False where nobody watches, as in CI or in a pipe, and where the cursor cannot be moved. */
    static boolean shows(Map<String, String> environment) throws InterruptedException {
        boolean isPlain = environment.containsKey("CI")
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return !isPlain && outputIsTerminal();
    }

    // From Java 22 on, System.console() is not null without a terminal either.
    private static boolean outputIsTerminal() throws InterruptedException {
        try {
            return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    /** Its size now; the usual smallest one where it cannot be found out. */
    static Terminal now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectErrorStream(true)
                    .start();
            return of(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noSuchCommand) {
            return SMALLEST;
        }
    }

    /** @param size as {@code stty size} prints it */
    static Terminal of(String size) {
        Matcher numbers = SIZE.matcher(size);
        return numbers.matches()
                ? new Terminal(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
                : SMALLEST;
    }
}
