package io.cioconnect.it.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Usage.UsedBy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people do with the messages below campaigns, and with segments. The ids are those that the documented events name. */
final class WiderChanges {
    /** Tables of which each pass is waited for. */
    static final List<String> FOLLOWED = List.of("campaign_actions", "segment_usage");

    /** Tables that have one pass, before anything changes. */
    static final List<String> READ_ONCE = List.of(
            "broadcast_actions", "newsletter_contents", "transactional_contents", "sender_usage", "campaign_metrics");

    static final long COUNTED_CAMPAIGN = 5;
    private static final int ACTION = 259;

    private final CustomerIoSimulator api;
    private final Map<Long, UsedBy> segments = new TreeMap<>();

    WiderChanges(CustomerIoSimulator api) {
        this.api = api;
        put(ChildTable.BROADCAST_ACTIONS, 21, 301, "Service status");
        put(ChildTable.NEWSLETTER_CONTENTS, 42, 102, "News");
        put(ChildTable.TRANSACTIONAL_CONTENTS, 2, 655, "Receipt");
        api.wider()
                .metrics()
                .of("campaigns/" + COUNTED_CAMPAIGN)
                .add(Instant.now(), "delivered", 40)
                .add(Instant.now(), "human_opened", 10)
                .add(Instant.now(), "human_clicked", 4);
        use(7, List.of(5L, 8L));
        use(1, List.of(5L));
    }

    void add() {
        for (String campaign : api.list("campaigns").ids()) {
            put(ChildTable.CAMPAIGN_ACTIONS, Long.parseLong(campaign), ACTION, "Message of " + campaign);
        }
        use(42, List.of(5L, 11L));
    }

    void change() {
        actions(5).change(Integer.toString(ACTION), row -> row.put("subject", "changed"));
        use(1, List.of(8L, 11L));
    }

    void remove() {
        actions(11).remove(Integer.toString(ACTION));
        use(42, List.of());
    }

    /** Campaign, action and subject of each action whose campaign is listed. */
    Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        for (String campaign : api.list("campaigns").ids()) {
            for (ObjectNode row : actions(Long.parseLong(campaign)).rows()) {
                actions.add(campaign + "/" + row.get("id").asText() + " "
                        + row.path("subject").asText());
            }
        }
        return actions;
    }

    /** Segment and campaign of each use of a segment that is listed. */
    Set<String> uses() {
        Set<String> uses = new TreeSet<>();
        segments.forEach((id, usedBy) -> {
            if (api.list("segments").ids().contains(Long.toString(id))) {
                usedBy.campaigns().forEach(campaign -> uses.add(id + "/" + campaign));
            }
        });
        return uses;
    }

    private void use(long segment, List<Long> campaigns) {
        UsedBy usedBy = new UsedBy(campaigns, List.of(), List.of());
        segments.put(segment, usedBy);
        api.wider().usage().segment(segment, usedBy);
    }

    private ApiList actions(long campaign) {
        return api.wider().children(ChildTable.CAMPAIGN_ACTIONS, campaign);
    }

    private void put(ChildTable table, long parent, int id, String subject) {
        api.wider()
                .children(table, parent)
                .put("{\"id\":" + id + ",\"name\":\"Message\",\"type\":\"email\",\"language\":\"\",\"subject\":\""
                        + subject + "\",\"from\":\"Acme <hello@example.com>\"}");
    }
}
