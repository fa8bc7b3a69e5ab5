package io.cioconnect.window;

import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.offset.Window;
import io.cioconnect.offset.WindowOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history: everything from {@code deliveries.start} to the first start of the connector, once. */
final class FirstRead implements ReadPlan {
    private final ReadState state;
    private final DeliveriesConfig config;

    FirstRead(ReadState state, DeliveriesConfig config) {
        this.state = state;
        this.config = config;
    }

    @Override
    public String name() {
        return "first read";
    }

    @Override
    public Duration age() {
        return ReadState.FIRST_READ;
    }

    /** Once it is complete, to look again costs nothing. Until then it may wait for a start in the future. */
    @Override
    public Duration interval() {
        return config.shortestInterval();
    }

    @Override
    public Instant changedAfter() {
        return Instant.MIN;
    }

    @Override
    public Optional<WindowOffset.Read> next(Instant now) {
        Instant start = config.start(now);
        if (state.firstRead().isEmpty()) {
            return start.isAfter(now) ? Optional.empty() : Optional.of(whole(start.getEpochSecond(), now));
        }
        WindowOffset.Read known = state.firstRead().get();
        WindowOffset.Read wanted = from(start.getEpochSecond(), known);
        return wanted.left().isEmpty() ? Optional.empty() : Optional.of(wanted);
    }

    private static WindowOffset.Read whole(long start, Instant now) {
        long until = ReadPlan.listedUntil(now);
        long since = Math.min(start, until); // at least one window, so that it is stored when the connector began
        return new WindowOffset.Read(now, since, until, List.of(new Window(since, until)));
    }

    /**
     * Adds the time by which the start has moved back, and drops what lies before a start date. Then the read begins at that date, so that
     * what was dropped is read if the start moves back again, although some of it may have been read before.
     */
    private WindowOffset.Read from(long start, WindowOffset.Read known) {
        boolean drops = config.startsAtDate() && known.left().stream().anyMatch(window -> window.from() < start);
        List<Window> left = new ArrayList<>();
        for (Window window : known.left()) {
            if (!drops || start <= window.to()) {
                left.add(drops ? new Window(Math.max(start, window.from()), window.to()) : window);
            }
        }
        if (start < known.since()) {
            left.add(new Window(start, known.since() - 1));
        }
        long since = drops ? start : Math.min(start, known.since());
        return new WindowOffset.Read(known.startedAt(), since, known.until(), left);
    }
}
