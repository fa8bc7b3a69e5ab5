package io.cioconnect.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is going on, with the seconds since the start. */
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

    /** Says what begins, then, with the time it took, what came of it. */
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

    /** What to say when it is done. */
    interface Outcome<T> {
        String of(T result);
    }
}
