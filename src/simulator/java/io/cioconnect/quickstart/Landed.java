package io.cioconnect.quickstart;

import java.time.Instant;
import java.util.Set;

/** What has landed in the warehouse. */
interface Landed {
    /** Rows of a table; 0 while it does not exist. */
    long rows(String table);

    /** Makes one view of the events by webhook and of those that the API knows, as the page about deliveries says. */
    void completeEvents();

    /** In that view, the events since then that no webhook brought: the ids of their deliveries, each with a space and the metric. */
    Set<String> fromApi(Instant since);
}
