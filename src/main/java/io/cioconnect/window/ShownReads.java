package io.cioconnect.window;

import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.offset.Window;
import io.cioconnect.offset.WindowOffset;
import io.cioconnect.offset.WindowPartition;
import io.cioconnect.status.DeliveryReads.Read;
import io.cioconnect.status.DeliveryReads.Underway;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The reads of the delivery tables as Connect has them stored, whichever worker makes them. */
public final class ShownReads {
    private final StoredWindows stored;
    private final DeliveriesConfig config;
    private final String topic;

    /**
     * Of one moment.
     *
     * @param topic of {@link WindowReads#REMEMBERED_AS}
     */
    public ShownReads(StoredWindows stored, DeliveriesConfig config, String topic) {
        this.stored = stored;
        this.config = config;
        this.topic = topic;
    }

    public Read first() {
        return read("", Duration.ZERO, of(WindowPartition.ofFirstRead(WindowReads.REMEMBERED_AS, topic)));
    }

    /** One for each configured age. */
    public List<Read> rescans() {
        return config.rescans().stream()
                .map(rescan -> read(Rescan.words(rescan.age()), rescan.interval(), ofAge(rescan.age())))
                .toList();
    }

    /**
     * Whether nothing was read for more than two of the shortest intervals although there was something.
     *
     * @param started when somebody began to look, which counts until something was read
     */
    public boolean isStale(Instant started, Instant now) {
        Instant last = Stream.concat(Stream.of(first()), rescans().stream())
                .flatMap(read ->
                        Stream.concat(read.lastStartedAt().stream(), read.underway().map(Underway::startedAt).stream()))
                .max(Instant::compareTo)
                .orElse(started);
        Instant start = config.start(now);
        Instant since = last.isBefore(start) ? start : last;
        return Duration.between(since, now).dividedBy(2).compareTo(config.shortestInterval()) > 0;
    }

    private Optional<WindowOffset> ofAge(Duration age) {
        return IntStream.range(0, WindowPartition.AGES)
                .mapToObj(number -> of(WindowPartition.ofAge(number, WindowReads.REMEMBERED_AS, topic)))
                .flatMap(Optional::stream)
                .filter(offset -> offset.age().equals(age))
                .findFirst();
    }

    private Optional<WindowOffset> of(WindowPartition partition) {
        Set<String> tables = Set.copyOf(config.tables());
        return stored.of(partition).filter(offset -> offset.covers(tables, new HashSet<>(config.types())));
    }

    private Read read(String age, Duration interval, Optional<WindowOffset> offset) {
        boolean isFirst = interval.isZero();
        Optional<WindowOffset.Read> begun = offset.flatMap(WindowOffset::underway);
        Optional<WindowOffset.Read> underway = begun.map(read -> wanted(read, isFirst))
                .filter(read -> !read.left().isEmpty());
        // a rescan of which nothing is wanted any more begins anew, the first read is complete
        Optional<WindowOffset.Read> complete = isFirst && underway.isEmpty() ? begun : Optional.empty();
        return new Read(
                age,
                interval,
                complete.or(() -> offset.flatMap(WindowOffset::last)).map(WindowOffset.Read::startedAt),
                underway.flatMap(ShownReads::underway));
    }

    /** Without what lies before a start that has moved later. A number of days is no bound for a rescan. */
    private WindowOffset.Read wanted(WindowOffset.Read read, boolean isFirst) {
        if (!isFirst && !config.startsAtDate()) {
            return read;
        }
        long start = config.start(read.startedAt()).getEpochSecond();
        long since = Math.min(Math.max(read.since(), start), read.until());
        return new WindowOffset.Read(
                read.startedAt(),
                since,
                read.until(),
                read.withoutLeftBefore(start).left());
    }

    private static Optional<Underway> underway(WindowOffset.Read read) {
        long all = read.until() - read.since() + 1;
        long left = read.left().stream()
                .mapToLong(window -> window.to() - window.from() + 1)
                .sum();
        return read.left().stream().findFirst().map(head -> {
            Window now = head.newest(WindowSync.LONGEST_WINDOW);
            return new Underway(
                    read.startedAt(),
                    Instant.ofEpochSecond(read.since()),
                    Instant.ofEpochSecond(read.until()),
                    Instant.ofEpochSecond(now.from()),
                    Instant.ofEpochSecond(now.to()),
                    (int) Math.max(0, 100 * (all - left) / all));
        });
    }
}
