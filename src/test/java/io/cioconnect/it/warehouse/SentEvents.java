package io.cioconnect.it.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.WebhookSender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Events as a campaign makes them: in each round every documented event, and one delivery per channel for two rounds. Some are delivered twice,
 * some come a second time with another body.
 */
final class SentEvents {
    /** A field of a second version that has no column. */
    static final String NOTE = "note_of_second_version";

    private static final int SENT_TWICE_EVERY = 10;
    private static final int CHANGED_EVERY = 25;
    /** Someone who opens a message opens it twice. */
    private static final int ROUNDS_OF_A_DELIVERY = 2;

    private static final int BY_A_PROGRAM_EVERY = 3;

    private final List<Long> campaigns;
    private final SampleEvents samples = new SampleEvents();
    private final int samplesInARound = SampleEvents.names().size();
    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

    SentEvents(Collection<String> campaignIds) {
        campaigns = campaignIds.stream().map(Long::valueOf).toList();
    }

    /** Puts so many events into the backlog, and some of them twice. */
    void send(WebhookSender sender, int count) {
        for (int i = 0; i < count; i++) {
            int number = byId.size();
            ObjectNode event = next(number);
            byId.put(event.get("event_id").textValue(), event);
            send(sender, event);
            if (number % SENT_TWICE_EVERY == 0) {
                send(sender, event);
            }
        }
    }

    /** Sends some events once more with the same id and another body; the earlier ones must have been confirmed. */
    void sendSecondVersions(WebhookSender sender) {
        int number = 0;
        for (ObjectNode event : byId.values()) {
            if (number++ % CHANGED_EVERY == 0) {
                event.withObjectProperty("data").put(NOTE, "changed");
                send(sender, event);
            }
        }
    }

    int size() {
        return byId.size();
    }

    Collection<ObjectNode> all() {
        return byId.values();
    }

    /** Ids by event table. */
    Map<String, Set<String>> idsByTable() {
        Map<String, Set<String>> ids = new TreeMap<>();
        byId.forEach((id, event) ->
                ids.computeIfAbsent(table(event), table -> new TreeSet<>()).add(id));
        return ids;
    }

    /** Those of a table that came with a second body. */
    Set<String> changedIn(String table) {
        Set<String> ids = new TreeSet<>();
        byId.forEach((id, event) -> {
            if (table(event).equals(table) && event.path("data").has(NOTE)) {
                ids.add(id);
            }
        });
        return ids;
    }

    static String table(ObjectNode event) {
        return event.get("object_type").textValue() + "_events";
    }

    private static void send(WebhookSender sender, ObjectNode event) {
        sender.send(event.get("event_id").textValue(), event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode next(int number) {
        ObjectNode event = ListedRow.object(samples.get().body());
        int delivery = number / samplesInARound / ROUNDS_OF_A_DELIVERY;
        event.put("event_id", String.format(Locale.ROOT, "EVENT%08d", number));
        event.put("timestamp", Instant.now().getEpochSecond());
        ObjectNode data = event.withObjectProperty("data");
        if (data.has("delivery_id")) {
            data.put("delivery_id", event.get("object_type").textValue() + "-" + delivery);
        }
        if (data.has("campaign_id")) {
            data.put("campaign_id", campaigns.get(delivery % campaigns.size()));
        }
        for (String byProgram : List.of("machine", "prefetched")) {
            if (data.has(byProgram)) {
                data.put(byProgram, delivery % BY_A_PROGRAM_EVERY == 0);
            }
        }
        return event;
    }
}
