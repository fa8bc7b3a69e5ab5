package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which deliveries are read, and how often again.
 *
 * @param tables the selected ones of the delivery tables
 * @param start as {@code deliveries.start} says it
 * @param rescans in the order given
 * @param types channels; empty for all
 */
public record DeliveriesConfig(List<String> tables, String start, List<Rescan> rescans, List<String> types) {
    static final String START = "deliveries.start";
    static final String RESCAN = "deliveries.rescan";
    static final String TYPES = "deliveries.types";

    /** What the App API takes as {@code type}. */
    static final List<String> ALL_TYPES =
            List.of("email", "webhook", "twilio", "whatsapp", "slack", "push", "in_app", "live_notification");

    private static final int MOST_RESCANS = 10;
    private static final Pattern DAYS = Pattern.compile("P(\\d{1,5})D");
    private static final Pattern RESCANNED = Pattern.compile("(\\d{1,8}[smhd])/(\\d{1,8}[smhd])");

    /** Deliveries up to an age are read again this often. */
    public record Rescan(Duration age, Duration interval) {}

    static void define(ConfigGroup group) {
        group.define(
                START,
                STRING,
                "P30D",
                Expected.value("a date such as 2026-01-31, or a number of days before now such as P30D", value -> {
                    boolean isDate = DAYS.matcher((String) value).matches()
                            || date((String) value).isPresent();
                    return Expected.complainUnless(isDate, "");
                }),
                MEDIUM,
                "Where the first read of the deliveries begins: a date (00:00 UTC), or a number of days before now, such as"
                        + " P30D. Deliveries created earlier are never read; before a date in the future, none is. If you move"
                        + " it back later, only the added time is read.");
        group.define(
                RESCAN,
                LIST,
                List.of("2h/15m", "3d/6h", "30d/24h"),
                Expected.items("items such as 3d/6h, an age and an interval, comma separated", DeliveriesConfig::wrong),
                MEDIUM,
                "How often deliveries are read again, because opens, clicks and bounces come late. Each of at most ten"
                        + " items is age/interval, two numbers with s, m, h or d: deliveries up to that age are read again at that"
                        + " interval. A read writes the deliveries that are new or changed since the read before it, or up to 24"
                        + " hours earlier.");
        group.define(
                TYPES,
                LIST,
                ALL_TYPES,
                Expected.items("types of deliveries, comma separated", DeliveriesConfig::unknownType)
                        .suggesting(ALL_TYPES),
                LOW,
                "Types of deliveries to read; twilio is SMS. Unless all are selected, each type is read separately.");
    }

    static DeliveriesConfig from(ParsedValues values) {
        List<String> types = values.list(TYPES).stream().distinct().toList(); // each is read separately
        return new DeliveriesConfig(
                values.selection().deliveryTables(),
                values.string(START),
                values.list(RESCAN).stream().map(DeliveriesConfig::rescan).toList(),
                types.containsAll(ALL_TYPES) ? List.of() : types);
    }

    /** The first instant whose deliveries are asked for; not before 1970, because the App API takes Unix seconds. */
    public Instant start(Instant now) {
        Matcher days = DAYS.matcher(start);
        Instant wanted = days.matches()
                ? now.minus(Duration.ofDays(Long.parseLong(days.group(1))))
                : date(start).orElseThrow().atStartOfDay().toInstant(ZoneOffset.UTC);
        return wanted.isBefore(Instant.EPOCH) ? Instant.EPOCH : wanted;
    }

    /** Whether the start is a day of the calendar, and so always the same one. */
    public boolean startsAtDate() {
        return !DAYS.matcher(start).matches();
    }

    /** The shortest of the intervals. */
    public Duration shortestInterval() {
        return rescans.stream().map(Rescan::interval).min(Duration::compareTo).orElseThrow();
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> wrong(List<String> items) {
        if (items.isEmpty()) {
            return Optional.of("the list is empty, and new deliveries would never be read");
        }
        if (items.size() > MOST_RESCANS) {
            return Optional.of("there are more than " + MOST_RESCANS + " ages");
        }
        Set<Duration> ages = new HashSet<>();
        for (String item : items) {
            if (!RESCANNED.matcher(item).matches()) {
                return Optional.of("'" + item + "' is not an age and an interval");
            }
            Rescan rescan = rescan(item);
            if (rescan.age.isZero() || rescan.interval.isZero()) {
                return Optional.of("'" + item + "' has a 0 for an age or an interval");
            }
            if (!ages.add(rescan.age)) {
                return Optional.of("the age of '" + item + "' comes twice");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unknownType(List<String> types) {
        if (types.isEmpty()) {
            return Optional.of("the list is empty");
        }
        return types.stream()
                .filter(type -> !ALL_TYPES.contains(type))
                .findFirst()
                .map(type -> "'" + type + "' is not one of " + String.join(", ", ALL_TYPES));
    }

    private static Rescan rescan(String item) {
        Matcher parts = RESCANNED.matcher(item);
        if (!parts.matches()) {
            throw new IllegalArgumentException(item);
        }
        return new Rescan(duration(parts.group(1)), duration(parts.group(2)));
    }

    private static Duration duration(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
