package io.cioconnect.config;

import io.cioconnect.table.EventTables;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Validator;

/** Validators for numbers, names and lists. */
final class Validators {
    /** Kafka's limit on the length of a topic's name. */
    private static final int LONGEST_TOPIC = 249;

    private Validators() {}

    static Validator oneOf(String... values) {
        List<String> allowed = List.of(values);
        return Expected.value("one of " + String.join(", ", allowed), passing(allowed::contains))
                .suggesting(allowed);
    }

    static Validator trueOrFalse() {
        return Expected.value("true or false", value -> Optional.empty());
    }

    static Validator between(long min, long max) {
        return number("a whole number from " + min + " to " + max, number -> number >= min && number <= max);
    }

    static Validator atLeast(long min) {
        return number("a whole number, " + min + " or more", number -> number >= min);
    }

    static Validator timeZone() {
        return Expected.value("the name of a time zone, such as UTC or Europe/Berlin", value -> {
            boolean isKnown = ZoneId.getAvailableZoneIds().contains((String) value);
            return Expected.complainUnless(isKnown, "there is no such time zone");
        });
    }

    static Validator fraction() {
        // written so that NaN fails
        return Expected.value(
                "a number from 0 to 1, such as 0.5", passing(value -> (Double) value >= 0 && (Double) value <= 1));
    }

    static Validator nonBlank(String what) {
        return Expected.value(what, passing(value -> !((String) value).isBlank()));
    }

    static Validator topicPrefix() {
        int longestTable = TableSelection.allNames().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        int longest = LONGEST_TOPIC - longestTable - 1;
        return Expected.value(
                "letters, digits, '.', '_' and '-' only, at most " + longest + " characters",
                passing(value -> ((String) value).matches("[A-Za-z0-9._-]{1," + longest + "}")));
    }

    static Validator tables() {
        List<String> known = TableSelection.allNames();
        List<String> groups = TableSelection.groups();
        return Expected.items(
                        "names of tables, globs such as *_events or groups such as @lists, comma separated", items -> {
                            Stream<String> complaints = items.stream()
                                    .filter(item -> TableSelection.matched(item).isEmpty())
                                    .map(item -> "'" + item + "' matches no table; the tables are "
                                            + String.join(", ", known) + "; the groups are "
                                            + String.join(", ", groups));
                            return items.isEmpty() ? Optional.of("the list is empty") : complaints.findFirst();
                        })
                .suggesting(Stream.concat(known.stream(), groups.stream()).toList());
    }

    static Validator eventNames() {
        return Expected.items("event names or globs such as email_*, comma separated", items -> {
                    Stream<String> complaints = items.stream()
                            .filter(item -> !item.matches("[A-Za-z0-9_*]+"))
                            .map(item -> "'" + item + "' is not an event name");
                    return items.isEmpty() ? Optional.of("the list is empty") : complaints.findFirst();
                })
                .suggesting(new TableSelection(List.of(), EventTables.names()).eventNames());
    }

    private static Validator number(String what, Predicate<Long> accepts) {
        return Expected.value(what, passing(value -> accepts.test(((Number) value).longValue())));
    }

    private static Function<Object, Optional<String>> passing(Predicate<Object> accepts) {
        return value -> accepts.test(value) ? Optional.empty() : Optional.of("");
    }
}
