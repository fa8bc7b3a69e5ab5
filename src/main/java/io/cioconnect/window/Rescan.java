package io.cioconnect.window;

import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.offset.Window;
import io.cioconnect.offset.WindowOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is not older than an age, read again at an interval; also whatever came since the last read of any age, however long ago it was. */
final class Rescan implements ReadPlan {
    /** Providers report late. */
    private static final Duration MARGIN = Duration.ofHours(24);

    private final ReadState state;
    private final DeliveriesConfig config;
    private final DeliveriesConfig.Rescan rescan;

    Rescan(ReadState state, DeliveriesConfig config, DeliveriesConfig.Rescan rescan) {
        this.state = state;
        this.config = config;
        this.rescan = rescan;
    }

    @Override
    public String name() {
        return "up to " + words(rescan.age());
    }

    @Override
    public Duration age() {
        return rescan.age();
    }

    @Override
    public Duration interval() {
        return rescan.interval();
    }

    @Override
    public Instant changedAfter() {
        return state.lastStart(age()).map(last -> last.minus(MARGIN)).orElse(Instant.MIN);
    }

    @Override
    public Optional<WindowOffset.Read> next(Instant now) {
        if (waitsForTheFirstRead()) {
            return Optional.empty();
        }
        Optional<WindowOffset.Read> underway = state.underway(age())
                .map(read -> read.withoutLeftBefore(startDate(now)))
                .filter(read -> !read.left().isEmpty());
        return underway.isPresent() ? underway : restart(now);
    }

    @Override
    public Optional<WindowOffset.Read> restart(Instant now) {
        if (waitsForTheFirstRead()) {
            return Optional.empty();
        }
        long until = ReadPlan.listedUntil(now);
        long since =
                Math.max(oldest(now), Math.min(ageCountsFrom(now).minus(age()).getEpochSecond(), unread()));
        return since > until
                ? Optional.empty()
                : Optional.of(new WindowOffset.Read(now, since, until, List.of(new Window(since, until))));
    }

    /** Until the first read has begun, for the first time or anew. A rescan that is complete before would hide which days were skipped. */
    private boolean waitsForTheFirstRead() {
        return state.firstRead().isEmpty() || state.endsBefore(config);
    }

    /**
     * The time at which a delivery must have had this age or less: now. After a long time without a read it is the last read, because nothing
     * has shown what happened since then.
     */
    private Instant ageCountsFrom(Instant now) {
        return state.lastStart(age())
                .filter(last -> isLongAgo(Duration.between(last, now)))
                .orElse(now);
    }

    private boolean isLongAgo(Duration time) {
        return time.compareTo(MARGIN) > 0 && time.dividedBy(2).compareTo(interval()) > 0;
    }

    /** An hour before the first second that no read covers: the clock of the last read may have been ahead, and what it covers created later. */
    private long unread() {
        return state.readUntil().orElseThrow() + 1 - ReadState.AHEAD.toSeconds();
    }

    /** What was created before the start is never asked for. */
    private long oldest(Instant now) {
        return Math.max(state.firstRead().orElseThrow().since(), startDate(now));
    }

    /** A number of days is no bound: what was read goes back as many days from when it was first read. */
    private long startDate(Instant now) {
        return config.startsAtDate() ? config.start(now).getEpochSecond() : 0;
    }

    /** An age as it is configured. */
    static String words(Duration age) {
        long seconds = age.toSeconds();
        if (seconds % 86_400 == 0) {
            return age.toDays() + "d";
        }
        if (seconds % 3_600 == 0) {
            return age.toHours() + "h";
        }
        return seconds % 60 == 0 ? age.toMinutes() + "m" : seconds + "s";
    }
}
