package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Validator;

/**
 * Full refresh of polled tables: when, and what the rows become.
 *
 * @param intervals start of one pass to start of the next, for every selected table that is read by full refresh
 * @param passTimeout a pass that takes longer fails
 * @param maxDeleteFraction a pass that would delete a larger share of a table's rows defers its deletes
 * @param content what is read of messages and their metrics
 */
public record RefreshConfig(
        Map<String, Duration> intervals,
        Duration passTimeout,
        boolean onStart,
        Emit emit,
        Deletes deletes,
        double maxDeleteFraction,
        ContentConfig content) {
    public static final String TABLES = "tables";
    static final String INTERVAL = "refresh.interval.ms";
    static final String INTERVAL_OF_TABLE = INTERVAL + ".";
    static final String PASS_TIMEOUT = "refresh.pass.timeout.ms";
    static final String ON_START = "refresh.on.start";
    static final String EMIT = "refresh.emit";
    static final String DELETES = "refresh.deletes";
    static final String MAX_DELETE_FRACTION = "refresh.deletes.max.fraction";

    private static final long SHORTEST_INTERVAL = 1_000;
    private static final long SHORTEST_PASS_TIMEOUT = 60_000;
    private static final long SIX_HOURS = Duration.ofHours(6).toMillis();
    private static final long ONE_HOUR = Duration.ofHours(1).toMillis();

    /** Which rows of a pass become records. */
    public enum Emit {
        ALL,
        CHANGES
    }

    /** What a vanished row becomes. */
    public enum Deletes {
        TOMBSTONE,
        FLAG,
        BOTH,
        NONE
    }

    static void defineTables(ConfigGroup group) {
        group.define(
                TABLES,
                LIST,
                Tables.defaultNames(),
                Validators.tables(),
                HIGH,
                "Tables to copy: names, patterns with *, or groups, such as campaigns,*_events,@metrics. Event tables are received "
                        + "from Customer.io's reporting webhook and need the webhook keys below; all others are read from the App "
                        + "API. Tables that are expensive or hold secrets are selected by their names only. The default is the ten "
                        + "list tables.",
                WebhookConfig.KEYS);
    }

    static void defineSchedule(ConfigGroup group) {
        defineIntervals(group);
        group.define(
                PASS_TIMEOUT,
                LONG,
                ONE_HOUR,
                Validators.atLeast(SHORTEST_PASS_TIMEOUT),
                LOW,
                "Time limit of one pass over a table, in milliseconds; the default is 1 hour. A pass that takes longer "
                        + "fails: it deletes nothing, and the table is read again from the beginning.");
        group.define(
                ON_START,
                BOOLEAN,
                false,
                Validators.trueOrFalse(),
                LOW,
                "true: every start of a task begins a pass over its tables at once, whether due or not, and writes every row."
                        + " Use it to copy everything now, then set it back to false: tasks also start when workers come and go.");
    }

    static void defineRows(ConfigGroup group) {
        group.define(
                EMIT,
                STRING,
                "all",
                oneOf(Emit.values()),
                MEDIUM,
                "all: every pass writes every row. changes: a pass writes only rows that are new or whose content "
                        + "changed, for topics and sinks that keep every version.");
        group.define(
                DELETES,
                STRING,
                "tombstone",
                oneOf(Deletes.values()),
                MEDIUM,
                "What to write when a row no longer exists in Customer.io. tombstone: a record with a null value, for "
                        + "sinks that delete by key. flag: a row with its key and _deleted=true, for sinks that cannot delete. "
                        + "both: the flag row, then the tombstone. none: nothing.");
        group.define(
                MAX_DELETE_FRACTION,
                DOUBLE,
                0.5,
                Validators.fraction(),
                LOW,
                "Protection against deletes by mistake. When a pass would delete more than this share of a table's "
                        + "rows, or all of them, it deletes nothing yet. The next complete pass then deletes the rows that "
                        + "are still missing.");
    }

    private static void defineIntervals(ConfigGroup group) {
        group.define(
                INTERVAL,
                LONG,
                SIX_HOURS,
                Validators.atLeast(SHORTEST_INTERVAL),
                HIGH,
                "Time from the start of one pass over a table to the start of the next, in milliseconds; a pass reads "
                        + "the whole table. The default is 6 hours. A restart does not begin a pass that is not due.",
                refreshed().map(table -> INTERVAL_OF_TABLE + table.name()).toList());
        for (Table table : refreshed().toList()) {
            group.define(
                    INTERVAL_OF_TABLE + table.name(),
                    LONG,
                    table.use().interval().map(Duration::toMillis).orElse(null),
                    Validators.atLeast(SHORTEST_INTERVAL),
                    LOW,
                    "refresh.interval.ms of the table " + table.name() + ", where it differs.");
        }
    }

    /** The tables that are read by full refresh. */
    static Stream<Table> refreshed() {
        return Tables.all().stream().filter(table -> !table.isReadByWindows());
    }

    static RefreshConfig from(ParsedValues values) {
        Map<String, Duration> intervals = new LinkedHashMap<>();
        for (String table : values.selection().refreshedTables()) {
            intervals.put(
                    table, values.optionalMillis(INTERVAL_OF_TABLE + table).orElseGet(() -> values.millis(INTERVAL)));
        }
        return new RefreshConfig(
                Map.copyOf(intervals),
                values.millis(PASS_TIMEOUT),
                values.bool(ON_START),
                Emit.valueOf(values.string(EMIT).toUpperCase(Locale.ROOT)),
                Deletes.valueOf(values.string(DELETES).toUpperCase(Locale.ROOT)),
                values.fraction(MAX_DELETE_FRACTION),
                ContentConfig.from(values));
    }

    private static Validator oneOf(Enum<?>[] values) {
        return Validators.oneOf(Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }
}
