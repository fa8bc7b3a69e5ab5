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
        long start = config.start(now).getEpochSecond();
        if (state.firstRead().isEmpty() || state.endsBefore(config)) {
            return whole(start, now);
        }
        WindowOffset.Read wanted = from(start, state.firstRead().get());
        return wanted.left().isEmpty() ? Optional.empty() : Optional.of(wanted);
    }

    /** Empty until something is listed that was created after a start date. */
    private Optional<WindowOffset.Read> whole(long start, Instant now) {
        long until = ReadPlan.listedUntil(now);
        if (config.startsAtDate() && start > until) {
            return Optional.empty();
        }
        long since = Math.min(start, until); // at least one window, so that it is stored when the connector began
        return Optional.of(new WindowOffset.Read(now, since, until, List.of(new Window(since, until))));
    }

    /**
     * Adds the time by which the start has moved back, and drops what lies before a start that has moved later. Then the read begins there,
     * so that what was dropped is read if the start moves back again, although some of it may have been read before. A start that is a
     * number of days moves later with the time; that drops nothing.
     */
    private WindowOffset.Read from(long start, WindowOffset.Read known) {
        long startThen = config.start(known.startedAt()).getEpochSecond();
        boolean drops = known.left().stream().anyMatch(window -> window.from() < startThen);
        List<Window> left = new ArrayList<>(known.withoutLeftBefore(startThen).left());
        if (start < known.since()) {
            left.add(new Window(start, known.since() - 1));
        }
        long since = drops ? startThen : Math.min(start, known.since());
        return new WindowOffset.Read(known.startedAt(), since, known.until(), left);
    }
}
