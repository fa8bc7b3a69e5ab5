package io.cioconnect.offset;

import java.time.Duration;
import java.util.List;

/**
 * A window of time, in Unix seconds.
 *
 * @param from first second in it
 * @param to last second in it
 */
public record Window(long from, long to) {
    public Window {
        if (to < from) {
            throw new IllegalArgumentException(
                    "a window ends where it begins or later, not at " + to + " after " + from);
        }
    }

    /** How many parts it has that are not longer than this. */
    public long count(Duration longest) {
        return 1 + (to - from) / longest.toSeconds();
    }

    /** The newest part of it that is not longer than this. */
    public Window newest(Duration longest) {
        return new Window(Math.max(from, to - longest.toSeconds() + 1), to);
    }

    /** Its newer half and its older one; itself when it is a single second. */
    public List<Window> halves() {
        long middle = from + (to - from) / 2;
        return from == to ? List.of(this) : List.of(new Window(middle + 1, to), new Window(from, middle));
    }
}
