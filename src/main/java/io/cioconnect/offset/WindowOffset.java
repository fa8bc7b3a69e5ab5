package io.cioconnect.offset;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far a table was read by windows: the offset of its first read, or of an age up to which it is read again.
 *
 * @param age zero for the first read
 * @param tables that the records were written to
 * @param types of records that were asked for; empty for all
 * @param last the last complete read
 * @param underway the read that is not complete yet
 */
public record WindowOffset(
        Duration age, Set<String> tables, Set<String> types, Optional<Read> last, Optional<Read> underway) {
    private static final int VERSION = 1;
    private static final String LAST = "last_";
    private static final String UNDERWAY = "underway_";

    /** Of a time in an offset, in seconds or milliseconds: thousands of years. */
    private static final long LATEST = 999_999_999_999_999L;

    /**
     * One read of all windows of an age.
     *
     * @param since first second that it reads
     * @param until last second that it reads
     * @param left windows it has not read yet; those that failed come last
     */
    public record Read(Instant startedAt, long since, long until, List<Window> left) {
        public Read {
            left = List.copyOf(left);
        }

        public Read withLeft(List<Window> windows) {
            return new Read(startedAt, since, until, windows);
        }

        /** The same without the parts of its windows that lie before this second. */
        public Read withoutLeftBefore(long second) {
            return withLeft(left.stream()
                    .filter(window -> window.to() >= second)
                    .map(window -> new Window(Math.max(second, window.from()), window.to()))
                    .toList());
        }
    }

    public WindowOffset {
        tables = Set.copyOf(tables);
        types = Set.copyOf(types);
    }

    /** True when what was read holds for these tables and types too. */
    public boolean covers(Set<String> wantedTables, Set<String> wantedTypes) {
        boolean allTypes = types.isEmpty() || (!wantedTypes.isEmpty() && types.containsAll(wantedTypes));
        return tables.containsAll(wantedTables) && allTypes;
    }

    public Map<String, Object> toMap() {
        var map = new TreeMap<String, Object>();
        map.put(Fields.VERSION, VERSION);
        map.put("age", age.toSeconds());
        map.put("tables", String.join(",", new TreeSet<>(tables)));
        map.put("types", String.join(",", new TreeSet<>(types)));
        last.ifPresent(read -> put(map, LAST, read));
        underway.ifPresent(read -> put(map, UNDERWAY, read));
        return Collections.unmodifiableMap(map);
    }

    public static WindowOffset fromMap(Map<String, ?> map) throws UnreadableOffsetException {
        long unused = Fields.version(map, VERSION);
        long age = time(map, "age");
        if (age < 0) {
            throw new UnreadableOffsetException("age must be 0 or more");
        }
        return new WindowOffset(
                Duration.ofSeconds(age),
                names(map, "tables"),
                names(map, "types"),
                read(map, LAST),
                read(map, UNDERWAY));
    }

    private static void put(Map<String, Object> map, String prefix, Read read) {
        map.put(prefix + "started_at", read.startedAt.toEpochMilli());
        map.put(prefix + "since", read.since);
        map.put(prefix + "until", read.until);
        map.put(
                prefix + "left",
                read.left.stream()
                        .map(window -> window.from() + "-" + window.to())
                        .collect(Collectors.joining(",")));
    }

    private static Optional<Read> read(Map<String, ?> map, String prefix) throws UnreadableOffsetException {
        if (map.keySet().stream().noneMatch(field -> field.startsWith(prefix))) {
            return Optional.empty();
        }
        long since = time(map, prefix + "since");
        long until = time(map, prefix + "until");
        if (until < since) {
            throw new UnreadableOffsetException("a read ends before it begins: " + since + "-" + until);
        }
        return Optional.of(new Read(
                Instant.ofEpochMilli(time(map, prefix + "started_at")),
                since,
                until,
                windows(Fields.text(map, prefix + "left"))));
    }

    private static long time(Map<String, ?> map, String field) throws UnreadableOffsetException {
        long time = Fields.number(map, field);
        if (time < -LATEST || time > LATEST) {
            throw new UnreadableOffsetException(field + " is no time: " + time);
        }
        return time;
    }

    private static List<Window> windows(String text) throws UnreadableOffsetException {
        List<Window> windows = new ArrayList<>();
        for (String window : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!window.matches("\\d{1,15}-\\d{1,15}")) {
                throw new UnreadableOffsetException("windows are written as from-to");
            }
            int dash = window.indexOf('-');
            long from = Long.parseLong(window.substring(0, dash));
            long to = Long.parseLong(window.substring(dash + 1));
            if (to < from) {
                throw new UnreadableOffsetException("a window ends before it begins: " + window);
            }
            windows.add(new Window(from, to));
        }
        return windows;
    }

    private static Set<String> names(Map<String, ?> map, String field) throws UnreadableOffsetException {
        String text = Fields.text(map, field);
        Set<String> names = new TreeSet<>();
        for (String name : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!names.add(name)) {
                throw new UnreadableOffsetException(field + " holds a name twice");
            }
        }
        return names;
    }
}
