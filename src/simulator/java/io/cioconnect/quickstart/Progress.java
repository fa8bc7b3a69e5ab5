package io.cioconnect.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what happens, with the seconds since the start. */
final class Progress {
    private final long start = System.nanoTime();
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String text) {
        out.printf(Locale.ROOT, "%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
        out.flush();
    }

    /** Prints what begins, and then its outcome. */
    <T> T step(String begins, Step<T> step, Outcome<T> outcome) throws Exception {
        say(begins + " ...");
        T result = step.run();
        say("  " + outcome.of(result));
        return result;
    }

    /** Something that takes a while. */
    interface Step<T> {
        T run() throws Exception;
    }

    /** What to print when it is done. */
    interface Outcome<T> {
        String of(T result);
    }
}
