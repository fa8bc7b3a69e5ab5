package io.cioconnect.config;

/** Names of topics. */
public record TopicConfig(String prefix, boolean singleEventsTopic) {
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
