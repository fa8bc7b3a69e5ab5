package io.cioconnect.table;

import java.util.Locale;

/** What kind of tables a table belongs to; {@link #selector()} selects all of a kind at once. */
public enum TableGroup {
    LISTS("Lists of the workspace"),
    EVENTS("Events from reporting webhooks"),
    CONTENT("Messages: what the ids of events mean"),
    USAGE("What uses segments and senders"),
    ACCOUNT("The account"),
    METRICS("Counts of messages, journeys and links"),
    DELIVERIES("Deliveries and what became of them");

    private final String title;

    TableGroup(String title) {
        this.title = title;
    }

    /** As it stands in {@code tables}, such as {@code @lists}. */
    public String selector() {
        return "@" + name().toLowerCase(Locale.ROOT);
    }

    /** For headlines. */
    public String title() {
        return title;
    }
}
