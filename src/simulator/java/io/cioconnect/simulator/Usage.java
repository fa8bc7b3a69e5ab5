package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What uses a segment or a sender, and how many people a segment has. Thread-safe. */
public final class Usage {
    private static final Pattern PATH =
            Pattern.compile("/v1/(segments|sender_identities)/([^/]+)/(used_by|customer_count)");

    private final ApiLists parents;
    private final Map<String, UsedBy> segments = new ConcurrentHashMap<>();
    private final Map<String, UsedBy> senders = new ConcurrentHashMap<>();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private volatile boolean idInside;
    private volatile boolean nullWhenEmpty;

    /** The ids of what uses a segment or sender. */
    public record UsedBy(List<Long> campaigns, List<Long> draftNewsletters, List<Long> sentNewsletters) {
        static final UsedBy NOTHING = new UsedBy(List.of(), List.of(), List.of());

        private ObjectNode json(boolean nullWhenEmpty) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("campaigns", ids(campaigns, nullWhenEmpty));
            json.set("draft_newsletters", ids(draftNewsletters, nullWhenEmpty));
            json.set("sent_newsletters", ids(sentNewsletters, nullWhenEmpty));
            return json;
        }

        private static JsonNode ids(List<Long> ids, boolean nullWhenEmpty) {
            return ids.isEmpty() && nullWhenEmpty ? JsonNodeFactory.instance.nullNode() : Samples.JSON.valueToTree(ids);
        }
    }

    Usage(ApiLists parents) {
        this.parents = parents;
        segment(7, new UsedBy(List.of(5L, 8L), List.of(73L), List.of()));
        count(7, 48_213);
        sender(4501, new UsedBy(List.of(5L), List.of(), List.of(72L, 73L)));
    }

    public void segment(long id, UsedBy usedBy) {
        segments.put(Long.toString(id), usedBy);
    }

    public void sender(long id, UsedBy usedBy) {
        senders.put(Long.toString(id), usedBy);
    }

    /** The people in a segment; 0 at first. */
    public void count(long segmentId, long people) {
        counts.put(Long.toString(segmentId), people);
    }

    /** Whether {@code segment_id} is inside {@code used_by}, as some have observed, and not beside it. */
    public void segmentIdInside(boolean value) {
        idInside = value;
    }

    /** Whether an empty array is {@code null}. */
    public void nullWhenEmpty(boolean value) {
        nullWhenEmpty = value;
    }

    Optional<Reply> answer(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(2);
        if (!parents.has(parts.group(1), id)) {
            return Optional.of(Reply.error(404, "not found (reference a1b2c3)"));
        }
        boolean ofSegment = parts.group(1).equals("segments");
        if (parts.group(3).equals("used_by")) {
            return Optional.of(Reply.json(200, ofSegment ? segment(id) : usedBy(senders, id)));
        }
        return ofSegment
                ? Optional.of(Reply.json(200, withId(id).put("count", counts.getOrDefault(id, 0L))))
                : Optional.empty();
    }

    private ObjectNode segment(String id) {
        ObjectNode usedBy = usedBy(segments, id);
        if (idInside) {
            usedBy.put("segment_id", Long.parseLong(id));
            return usedBy.objectNode().set("used_by", usedBy);
        }
        return withId(id).set("used_by", usedBy);
    }

    private ObjectNode usedBy(Map<String, UsedBy> all, String id) {
        return all.getOrDefault(id, UsedBy.NOTHING).json(nullWhenEmpty);
    }

    private static ObjectNode withId(String id) {
        return JsonNodeFactory.instance.objectNode().put("segment_id", Long.parseLong(id));
    }
}
