package io.cioconnect.window;

import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.offset.StoredWindows;
import io.cioconnect.offset.WindowOffset;
import io.cioconnect.offset.WindowPartition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a table was read: by its first read, and for each age up to which it is read again. Age zero stands for the first read. The loop's
 * thread only.
 */
final class ReadState {
    static final Duration FIRST_READ = Duration.ZERO;

    /** A read whose start lies that far in the future began while the clock was ahead. It says nothing of what came since. */
    static final Duration AHEAD = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(ReadState.class);

    private final String table;
    private final String topic;
    private final Set<String> tables;
    private final Set<String> types;
    private final Map<Integer, WindowOffset> ages = new TreeMap<>();
    private final Map<Duration, Integer> numbers = new HashMap<>();
    private final InstantSource clock;
    private Optional<WindowOffset> first;

    private ReadState(
            String table,
            String topic,
            Set<String> tables,
            Set<String> types,
            InstantSource clock,
            Optional<WindowOffset> first) {
        this.table = table;
        this.topic = topic;
        this.tables = tables;
        this.types = types;
        this.clock = clock;
        this.first = first;
    }

    /**
     * Reads what was stored. It counts only if it holds for all of these tables and types: others were never written, so everything is read
     * again.
     *
     * @param tables that the task writes
     */
    static ReadState load(
            StoredWindows stored,
            String table,
            String topic,
            Set<String> tables,
            DeliveriesConfig config,
            InstantSource clock) {
        Set<String> types = new HashSet<>(config.types());
        Optional<WindowOffset> first = stored.of(WindowPartition.ofFirstRead(table, topic));
        Optional<WindowOffset> usable = first.filter(offset -> offset.covers(tables, types));
        if (first.isPresent() && usable.isEmpty()) {
            log.info("Table {}: not all selected tables and types were read so far, so the first read restarts", table);
        }
        var state = new ReadState(table, topic, tables, types, clock, usable);
        for (int number = 0; usable.isPresent() && number < WindowPartition.AGES; number++) {
            int of = number;
            stored.of(WindowPartition.ofAge(number, table, topic))
                    .filter(offset -> offset.covers(tables, types))
                    .ifPresent(offset -> state.ages.put(of, offset));
        }
        state.assignNumbers(
                config.rescans().stream().map(DeliveriesConfig.Rescan::age).toList());
        return state;
    }

    /** An age keeps its number; a new one takes a number that is free, or else that of an age which is not read any more. */
    private void assignNumbers(List<Duration> configured) {
        ages.forEach((number, offset) -> {
            if (configured.contains(offset.age())) {
                numbers.put(offset.age(), number);
            }
        });
        List<Integer> free = new ArrayList<>();
        for (int number = 0; number < WindowPartition.AGES; number++) {
            if (!ages.containsKey(number)) {
                free.add(number);
            }
        }
        ages.keySet().stream().filter(number -> !numbers.containsValue(number)).forEach(free::add);
        for (Duration age : configured) {
            if (!numbers.containsKey(age)) {
                numbers.put(age, free.remove(0));
            }
        }
    }

    String table() {
        return table;
    }

    Map<String, String> partition(Duration age) {
        WindowPartition partition = age.isZero()
                ? WindowPartition.ofFirstRead(table, topic)
                : WindowPartition.ofAge(number(age), table, topic);
        return partition.toMap();
    }

    private int number(Duration age) {
        return Optional.ofNullable(numbers.get(age)).orElseThrow();
    }

    Optional<WindowOffset> of(Duration age) {
        return age.isZero()
                ? first
                : Optional.ofNullable(ages.get(number(age)))
                        .filter(offset -> offset.age().equals(age));
    }

    Optional<WindowOffset.Read> underway(Duration age) {
        return of(age).flatMap(WindowOffset::underway);
    }

    /** What to store while this read is under way. */
    WindowOffset reading(Duration age, WindowOffset.Read read) {
        return new WindowOffset(age, tables, types, of(age).flatMap(WindowOffset::last), Optional.of(read));
    }

    /** What to store when this read is complete. */
    WindowOffset complete(Duration age, WindowOffset.Read read) {
        return new WindowOffset(age, tables, types, Optional.of(read.withLeft(List.of())), Optional.empty());
    }

    void put(WindowOffset offset) {
        if (offset.age().isZero()) {
            first = Optional.of(offset);
        } else {
            ages.put(number(offset.age()), offset);
        }
    }

    /** When the last read began that was complete for this age; empty before the first read. */
    Optional<Instant> lastStart(Duration age) {
        Stream<Instant> longer = ages.values().stream()
                .filter(offset -> offset.age().compareTo(age) >= 0)
                .flatMap(offset -> offset.last().stream())
                .filter(this::isPast)
                .map(WindowOffset.Read::startedAt);
        // the first read comes to everything that was created before it began
        return Stream.concat(longer, firstRead().map(WindowOffset.Read::startedAt).stream())
                .max(Instant::compareTo);
    }

    /** The last second up to which there is no gap, or will be none when the first read is complete; empty before it began. */
    Optional<Long> readUntil() {
        Stream<Long> again = ages.values().stream()
                .flatMap(offset -> offset.last().stream())
                .filter(this::isPast)
                .map(WindowOffset.Read::until);
        return firstRead()
                .map(read -> Stream.concat(again, Stream.of(read.until()))
                        .max(Long::compareTo)
                        .orElseThrow());
    }

    /** Whether a start date lies behind all that was read. What is between is not asked for, so the first read begins anew at that date. */
    boolean endsBefore(DeliveriesConfig config) {
        return config.startsAtDate()
                && readUntil().stream()
                        .anyMatch(until ->
                                until + 1 < config.start(clock.instant()).getEpochSecond());
    }

    /** The first read: the one under way, which is the larger one, or else the complete one. Empty when it began while the clock was ahead. */
    Optional<WindowOffset.Read> firstRead() {
        return first.flatMap(offset -> offset.underway().or(offset::last)).filter(this::isPast);
    }

    private boolean isPast(WindowOffset.Read read) {
        return read.startedAt().isBefore(clock.instant().plus(AHEAD));
    }
}
