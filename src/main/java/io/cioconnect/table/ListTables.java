package io.cioconnect.table;

import static io.cioconnect.schema.Column.bool;
import static io.cioconnect.schema.Column.int64;
import static io.cioconnect.schema.Column.json;
import static io.cioconnect.schema.Column.string;
import static io.cioconnect.schema.Column.timestamp;

import io.cioconnect.schema.Column;
import java.util.List;
import java.util.Map;

/** The ten lists of the workspace. A further one is one entry here and one fixture file. */
final class ListTables {
    /** Rows per page asked for; the largest that is known to work. */
    private static final Pagination CURSOR = new Pagination.Cursor(100);

    private static final Pagination ONE_PAGE = new Pagination.OnePage();

    private static final Table BROADCASTS = onePage(
            "broadcasts",
            "broadcasts",
            int64("id", "Number of the API-triggered broadcast"),
            string("deduplicate_id", "Id and time of the last edit as `id:seconds`; changes with every edit"),
            string("name", "Name shown in Customer.io"),
            string("type", "Always `triggered_broadcast` so far"),
            string("state", "`running`, `draft` or `stopped`"),
            bool("active", "Whether the broadcast can be triggered"),
            timestamp("created", "When it was created"),
            timestamp("updated", "When it was last edited"),
            timestamp("first_started", "When it was started for the first time; null before that"),
            json("tags", "Array of tags; a JSON string where Customer.io sends text"),
            json("actions", "Array of its messages and other actions, each with `id` and `type`"),
            json("msg_template_ids", "Array of its templates, each with `id` and `type`; deprecated by Customer.io"),
            string("created_by", "Who created it; sent by some workspaces, not part of the documented schema"),
            string("description", "Description, may be empty; seen in replies, not documented"),
            timestamp("scheduled_start", "When it is to start, null for never; seen in replies, not documented"),
            bool("scheduled_start_should_backfill", "As in campaigns; seen in replies, not documented"),
            timestamp("scheduled_stop", "When it is to stop, null for never; seen in replies, not documented"),
            bool("scheduled_stop_should_sunset", "As in campaigns; seen in replies, not documented"));

    private static final Table CAMPAIGNS = onePage(
            "campaigns",
            "campaigns",
            int64("id", "Number of the campaign"),
            string("deduplicate_id", "Id and time of the last edit as `id:seconds`; changes with every edit"),
            string("name", "Name shown in Customer.io"),
            string("description", "Description, where one was written"),
            string(
                    "type",
                    "What triggers it: `segment`, `seg_attr`, `event`, `form`, `date`, `relationship`, `object` or `webhook`; "
                            + "deprecated by Customer.io and often null"),
            string("state", "`running`, `draft` or `stopped`"),
            bool("active", "Whether people can enter it"),
            timestamp("created", "When it was created"),
            timestamp("updated", "When it was last edited"),
            timestamp("first_started", "When it was started for the first time; null before that"),
            json("tags", "Array of tags"),
            json("actions", "Array of its messages and other actions, each with `id` and `type`"),
            json("filter_segment_ids", "Array of the segments a person must be in to enter"),
            json("trigger_segment_ids", "Array of the segments whose joining triggers it (segment trigger)"),
            json("msg_templates", "Array of its templates, each with `id` and `type`; deprecated by Customer.io"),
            string("event_name", "Event that triggers it (event trigger)"),
            string("date_attribute", "Attribute that holds the date to wait for (date trigger)"),
            string("frequency", "`once`, `monthly` or `yearly` (date trigger)"),
            int64("start_hour", "Hour of the day at which it starts, 0 to 23 (date trigger)"),
            int64("start_minutes", "Minute of that hour (date trigger)"),
            string("timezone", "Time zone of that hour, such as `America/Chicago` (date trigger)"),
            bool("use_customer_timezone", "Whether each person's own time zone is used instead (date trigger)"),
            json("audience", "Whom it applies to: `type` and filters (relationship and object triggers)"),
            int64("object_type_id", "Its object type; `object_types.id` as a number"),
            json("filter_object_attributes", "Condition on the object's attributes"),
            json("filter_relationship_attributes", "Condition on the relationship's attributes"),
            json("relationship_attribute_triggers", "Change of a relationship that triggers it (relationship trigger)"),
            json("object_attribute_triggers", "Change of an object that triggers it (object trigger)"),
            int64("webhook_id", "Number of the incoming webhook that triggers it (webhook trigger)"),
            string("created_by", "Who created it; seen in replies, not part of the documented schema"),
            string("event_type", "Kind of the triggering event; seen in replies, not documented"),
            timestamp("scheduled_start", "When it is to start; seen in replies, not documented"),
            bool(
                    "scheduled_start_should_backfill",
                    "Whether people who already match enter at the scheduled start; seen in replies, not documented"),
            timestamp("scheduled_stop", "When it is to stop; seen in replies, not documented"),
            bool(
                    "scheduled_stop_should_sunset",
                    "Whether people already in it may finish after the scheduled stop; seen in replies, not documented"));

    private static final Table COLLECTIONS = onePage(
            "collections",
            "collections",
            int64("id", "Number of the collection"),
            string("name", "Name shown in Customer.io"),
            json("schema", "Array of the top-level field names of its rows"),
            int64("rows", "How many rows it holds"),
            int64("bytes", "How large it is"),
            timestamp("created_at", "When it was created"),
            timestamp("updated_at", "When it was last edited"));

    private static final Table NEWSLETTERS = list(
            "newsletters",
            "newsletters",
            CURSOR,
            List.of(Map.of()),
            int64("id", "Number of the newsletter"),
            List.of(
                    string("deduplicate_id", "Id and time of the last edit as `id:seconds`; changes with every edit"),
                    string("name", "Name shown in Customer.io"),
                    string("type", "`email`, `webhook`, `twilio` (SMS), `push`, `in_app` or `inbox`"),
                    json("content_ids", "Array of its contents, one for each language or test variant"),
                    json("recipient_segment_ids", "Array of the segments it goes to"),
                    json("tags", "Array of tags"),
                    timestamp("sent_at", "When it was sent; null until then"),
                    int64("subscription_topic_id", "Subscription topic it belongs to"),
                    timestamp("created", "When it was created"),
                    timestamp("updated", "When it was last edited"),
                    int64("expires_after", "After how long it expires; known from other connectors, not documented"),
                    string(
                            "recipient_file_error",
                            "What was wrong with an uploaded list of recipients; known from other connectors, not documented"),
                    string(
                            "recipient_file_status",
                            "State of an uploaded list of recipients; known from other connectors, not documented")));

    private static final Table OBJECT_TYPES = onePage(
            "object_types",
            "types",
            string("id", "Number of the object type, as text"),
            string("name", "Name in the plural, such as `Companies`"),
            string("singular_name", "Name in the singular"),
            string("slug", "Name in the plural as used in addresses"),
            string("singular_slug", "Name in the singular as used in addresses"),
            string("icon", "Icon shown in Customer.io"),
            bool("enabled", "Whether the type is in use"));

    private static final Table SEGMENTS = onePage(
            "segments",
            "segments",
            int64("id", "Number of the segment"),
            string("deduplicate_id", "Id and time of the last edit as `id:seconds`; changes with every edit"),
            string("name", "Name shown in Customer.io"),
            string("description", "Description, may be empty"),
            string("type", "`dynamic` (by conditions) or `manual`"),
            string("state", "`events`, `build`, `events_queued`, `build_queued` (being computed) or `finished`"),
            int64("progress", "Percent done while it is being computed, else null"),
            json("tags", "Array of tags"),
            timestamp("created_at", "When it was created"),
            timestamp("updated_at", "When it was last edited"),
            json("conditions", "Tree of its conditions; seen in replies, not documented"));

    private static final Table SENDER_IDENTITIES = list(
            "sender_identities",
            "sender_identities",
            CURSOR,
            // In practice hidden=true lists only hidden senders, whatever the documentation says.
            List.of(Map.of("hidden", "false"), Map.of("hidden", "true")),
            int64("id", "Number of the sender"),
            List.of(
                    string("deduplicate_id", "Id and time of the last edit as `id:seconds`; changes with every edit"),
                    string("name", "Name recipients see"),
                    string("email", "Address, for senders of email"),
                    string("phone", "Number, for senders of text messages"),
                    string("address", "Name and address together, as in `Name <email>`"),
                    string("template_type", "`email` or `phone`"),
                    bool("auto_generated", "Whether Customer.io created it automatically"),
                    bool("hidden", "Whether it is hidden from selection")));

    private static final Table SNIPPETS = onePage(
            "snippets",
            "snippets",
            string("name", "Name by which messages include it; unique, cannot be changed"),
            string("value", "Its text, with Liquid as written"),
            timestamp("updated_at", "When it was last edited"));

    private static final Table SUBSCRIPTION_TOPICS = onePage(
            "subscription_topics",
            "topics",
            int64("id", "Number of the topic"),
            string("identifier", "`topic_` and the number, as people's preferences name it"),
            string("name", "Name people see"),
            string("description", "Description people see"),
            bool("subscribed_by_default", "Whether people who never chose are subscribed"));

    private static final Table TRANSACTIONAL = onePage(
            "transactional",
            "messages",
            int64("id", "Number of the transactional message (the template, not a delivery)"),
            string("name", "Name shown in Customer.io"),
            string("description", "Description, may be empty"),
            bool("send_to_unsubscribed", "Whether unsubscribed people get it too"),
            bool("link_tracking", "Whether clicks are tracked"),
            bool("open_tracking", "Whether opens are tracked"),
            bool("hide_message_body", "Whether Customer.io hides the sent text from its users"),
            bool("queue_drafts", "Whether messages are queued as drafts instead of being sent"),
            timestamp("created_at", "When it was created"),
            timestamp("updated_at", "When it was last edited"),
            string("trigger_name", "Name by which it can be triggered; known from other connectors, not documented"));

    private ListTables() {}

    /** In alphabetical order. */
    static List<Table> all() {
        return List.of(
                BROADCASTS,
                CAMPAIGNS,
                COLLECTIONS,
                NEWSLETTERS,
                OBJECT_TYPES,
                SEGMENTS,
                SENDER_IDENTITIES,
                SNIPPETS,
                SUBSCRIPTION_TOPICS,
                TRANSACTIONAL);
    }

    private static Table onePage(String name, String recordsField, Column key, Column... columns) {
        return list(name, recordsField, ONE_PAGE, List.of(Map.of()), key, List.of(columns));
    }

    private static Table list(
            String name,
            String recordsField,
            Pagination pagination,
            List<Map<String, String>> queries,
            Column key,
            List<Column> columns) {
        return new Table(
                name,
                TableGroup.LISTS,
                new Source.OneList("/v1/" + name, recordsField, pagination, queries),
                List.of(key),
                columns);
    }
}
