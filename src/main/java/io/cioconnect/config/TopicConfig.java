package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;

/** Names of topics. */
public record TopicConfig(String prefix, boolean singleEventsTopic) {
    static final String PREFIX = "topic.prefix";
    static final String EVENTS_LAYOUT = "events.layout";

    private static final String TABLE = "table";
    private static final String SINGLE = "single";

    static void definePrefix(ConfigGroup group) {
        group.define(
                PREFIX,
                STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                Validators.topicPrefix(),
                HIGH,
                "First part of every topic name: rows of the table campaigns go to the topic <topic.prefix>.campaigns. "
                        + "Give each connector its own prefix. Two connectors with the same prefix would overwrite each other's "
                        + "rows.");
    }

    static void defineLayout(ConfigGroup group) {
        group.define(
                EVENTS_LAYOUT,
                STRING,
                TABLE,
                Validators.oneOf(TABLE, SINGLE),
                MEDIUM,
                "table: one topic for each event table. single: all events in one topic, <topic.prefix>.data, whose "
                        + "rows have the columns of all event tables. Choose single for one table of all events in the "
                        + "warehouse.");
    }

    static TopicConfig from(ParsedValues values) {
        return new TopicConfig(
                values.string(PREFIX), values.string(EVENTS_LAYOUT).equals(SINGLE));
    }

    public String table(String table) {
        return prefix + "." + table;
    }

    /** The topic of an event table: its own, or the one that holds all events. */
    public String events(String table) {
        return table(singleEventsTopic ? "data" : table);
    }

    public String refreshes() {
        return table("refreshes");
    }

    public String quarantine() {
        return table("quarantine");
    }
}
