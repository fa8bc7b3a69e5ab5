package io.cioconnect.pace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one thread brings up one by one, and hands it on together: its taker may have to be woken, and waking a thread often costs
 * more than the work it is woken for. Thread-safe; each thread gathers for itself, and only {@link #during} some work.
 */
public final class Gathering<T> {
    private static final ThreadLocal<@Nullable Deque<Runnable>> AT_THE_END = new ThreadLocal<>();

    @SuppressWarnings("ThreadLocalUsage") // no thread keeps a value of it longer than its work
    private final ThreadLocal<@Nullable List<T>> gathered = new ThreadLocal<>();

    private final Consumer<List<T>> taker;

    /** @param taker is given what one thread gathered, in order, on that thread; never an empty list */
    public Gathering(Consumer<List<T>> taker) {
        this.taker = taker;
    }

    /** Does the work and then hands on what came up in it, even if the work failed. Within other such work it is a part of that. */
    public static void during(Runnable work) {
        if (AT_THE_END.get() != null) {
            work.run();
            return;
        }
        Deque<Runnable> handOvers = new ArrayDeque<>();
        AT_THE_END.set(handOvers);
        try {
            work.run();
        } finally {
            AT_THE_END.remove();
            runAll(handOvers);
        }
    }

    /** Keeps it until the end of the work; false when this thread is not at such work, so that it is for the caller to hand on. */
    public boolean keep(T thing) {
        Deque<Runnable> handOvers = AT_THE_END.get();
        if (handOvers == null) {
            return false;
        }
        List<T> kept = gathered.get();
        if (kept == null) {
            kept = new ArrayList<>();
            gathered.set(kept);
            handOvers.add(this::handOver);
        }
        kept.add(thing);
        return true;
    }

    private void handOver() {
        List<T> kept = gathered.get();
        gathered.remove();
        if (kept != null) {
            taker.accept(kept);
        }
    }

    /** The others too when one fails. */
    private static void runAll(Deque<Runnable> handOvers) {
        Runnable next = handOvers.poll();
        if (next == null) {
            return;
        }
        try {
            next.run();
        } finally {
            runAll(handOvers);
        }
    }
}
