package io.cioconnect.table;

import static io.cioconnect.schema.Column.bool;
import static io.cioconnect.schema.Column.int64;
import static io.cioconnect.schema.Column.json;
import static io.cioconnect.schema.Column.string;
import static io.cioconnect.schema.Column.timestamp;

import io.cioconnect.schema.Column;
import io.cioconnect.schema.RowSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** The eight event tables. */
public final class EventTables {
    /** Metadata column: when the delivery came in. */
    public static final String RECEIVED_AT = "_received_at";

    private static final List<Column> ENVELOPE = List.of(
            string("event_id", "Unique id of the event (a ULID); the same in each delivery of the event"),
            string(
                    "object_type",
                    "Channel: `customer`, `email`, `push`, `in_app`, `sms`, `slack`, `webhook`, `whatsapp`; "
                            + "a customer event may carry the channel that caused it"),
            string("metric", "What happened, such as `sent` or `clicked`"),
            timestamp("timestamp", "When it happened"));

    private static final List<Column> IDENTIFIERS = List.of(
            string("identifiers_id", "Person's id in the sender's own system"),
            string("identifiers_email", "Person's email address, where the workspace knows people by it"),
            string("identifiers_cio_id", "Person's id in Customer.io, which never changes"),
            string("identifiers_phone", "Person's phone number, where the workspace knows people by it"));

    private static final Column CUSTOMER_ID =
            string("customer_id", "Person's id; deprecated by Customer.io, empty text when the person was deleted");
    private static final Column DELIVERY_ID =
            string("delivery_id", "Id of the delivery; joins the events of one message");
    private static final Column CAMPAIGN_ID = int64("campaign_id", "Campaign the message belongs to");
    private static final Column BROADCAST_ID = int64("broadcast_id", "API-triggered broadcast the message belongs to");
    private static final Column TRIGGER_ID = int64("trigger_id", "Trigger of that broadcast; `broadcast_triggers.id`");
    private static final Column NEWSLETTER_ID = int64("newsletter_id", "Newsletter the message belongs to");
    private static final Column ACTION_ID =
            int64("action_id", "Action of the campaign or broadcast that created the message");
    private static final Column CONTENT_ID =
            int64("content_id", "Content (language or test variant) of the newsletter");

    /** What events about messages have, whatever the channel; of the parents (campaign, broadcast, ...) each has one. */
    private static final List<Column> MESSAGE = List.of(
            CUSTOMER_ID,
            DELIVERY_ID,
            CAMPAIGN_ID,
            string("campaign_name", "Name of that campaign"),
            json("campaign_tags", "Array of that campaign's tags"),
            BROADCAST_ID,
            string("broadcast_name", "Name of that broadcast"),
            json("broadcast_tags", "Array of that broadcast's tags"),
            TRIGGER_ID,
            NEWSLETTER_ID,
            string("newsletter_name", "Name of that newsletter"),
            json("newsletter_tags", "Array of that newsletter's tags"),
            string(
                    "transactional_message_id",
                    "Transactional message it belongs to: its number, or the name it was triggered by"),
            ACTION_ID,
            int64("parent_action_id", "Action that action is a variant of"),
            CONTENT_ID,
            int64("template_id", "Template of the message"),
            string("journey_id", "The person's journey through the campaign or broadcast"),
            string("trigger_event_id", "Event that triggered the campaign"),
            string("href", "Link that was clicked"),
            int64("link_id", "Number of that link"),
            string("failure_message", "Why it failed, bounced, or was not sent"),
            string(
                    "content",
                    "Text of the message, in `sent` events when the webhook is set to send it (`webhook.with.content`)"),
            json("variables", "Values the message was rendered with, under the same condition"));

    private static final Column RECIPIENT = string("recipient", "Recipient: address, number, channel or URL");
    private static final Column INBOUND_EVENT_ID = string("inbound_event_id", "Id of the reply received");
    private static final Column TO = string("to", "Number the reply went to: the sender of the message");

    private static final EventTable CUSTOMER = table(
            "customer",
            "subscribed unsubscribed subscription_preferences_changed",
            List.of(
                    CUSTOMER_ID,
                    string("email_address", "Person's email address"),
                    DELIVERY_ID,
                    CAMPAIGN_ID,
                    BROADCAST_ID,
                    TRIGGER_ID,
                    NEWSLETTER_ID,
                    ACTION_ID,
                    CONTENT_ID,
                    string("content", "Preferences after the change, as JSON text, when the webhook is set to send it"),
                    string(
                            "delivery_type",
                            "Channel of the message that caused the change; seen once, not documented")));

    private static final EventTable EMAIL = message(
            "email",
            "drafted attempted sent delivered opened clicked converted bounced dropped deferred spammed failed "
                    + "unsubscribed undeliverable",
            RECIPIENT,
            string("subject", "Subject line"),
            bool("proxied", "Opened through a proxy of the mail provider"),
            bool("prefetched", "Opened by a mail program in advance, not by the person"),
            bool("synthetic", "The open was inferred from a click"),
            bool("machine", "Clicked by a program rather than the person"),
            json("headers", "The message's own headers, in `sent` events when the webhook is set to send content"));

    private static final EventTable IN_APP = message(
            "in_app",
            "drafted attempted sent opened clicked converted failed undeliverable",
            RECIPIENT,
            string("tracked_response", "Name of the action the person chose"));

    private static final EventTable PUSH = message(
            "push",
            "drafted attempted sent delivered opened clicked converted bounced dropped failed undeliverable",
            json(
                    "recipients",
                    "Array of devices, each with `device_id`, `device_platform` and perhaps `failure_message`"),
            int64("app_id", "App the message went to"),
            json("related_delivery_ids", "Array of the deliveries of the same message to the person's other devices"));

    private static final EventTable SLACK =
            message("slack", "drafted attempted sent clicked converted failed", RECIPIENT);

    private static final EventTable SMS = message(
            "sms",
            "drafted attempted sent delivered clicked converted bounced dropped failed undeliverable replied",
            RECIPIENT,
            INBOUND_EVENT_ID,
            TO);

    private static final EventTable WEBHOOK =
            message("webhook", "drafted attempted sent clicked converted failed undeliverable", RECIPIENT);

    private static final EventTable WHATSAPP = message(
            "whatsapp",
            "drafted attempted sent delivered opened clicked converted bounced dropped failed undeliverable replied",
            RECIPIENT,
            INBOUND_EVENT_ID,
            TO);

    private static final List<EventTable> ALL = List.of(CUSTOMER, EMAIL, IN_APP, PUSH, SLACK, SMS, WEBHOOK, WHATSAPP);

    private static final List<Column> UNION = union();

    private static final List<Column> METADATA =
            List.of(timestamp(RECEIVED_AT, "When the receiver got the delivery; also the record's timestamp"));

    private EventTables() {}

    /** All event tables, in alphabetical order. */
    public static List<EventTable> all() {
        return ALL;
    }

    public static List<String> names() {
        return all().stream().map(EventTable::name).toList();
    }

    /** The table of that name; throws IllegalArgumentException for a name that is not in the catalogue. */
    public static EventTable named(String name) {
        return ALL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no event table is named " + name));
    }

    /** The columns this connector adds to each event table, behind {@code _extra}. */
    public static List<Column> metadataColumns() {
        return METADATA;
    }

    /** The schema of the one topic that holds all events. */
    public static RowSchema unionRowSchema(String topic) {
        return rowSchema(topic, UNION);
    }

    static RowSchema rowSchema(String topic, List<Column> columns) {
        return new RowSchema(topic, columns.subList(0, 1), METADATA, columns.subList(1, columns.size()));
    }

    private static EventTable message(String objectType, String metrics, Column... columns) {
        return table(objectType, metrics, concat(MESSAGE, List.of(columns)));
    }

    private static EventTable table(String objectType, String metrics, List<Column> data) {
        List<String> eventNames = Arrays.stream(metrics.split(" "))
                .map(metric -> objectType + "_" + metric)
                .toList();
        return new EventTable(
                objectType + "_events", objectType, eventNames, concat(concat(ENVELOPE, data), IDENTIFIERS));
    }

    private static List<Column> union() {
        var byName = new LinkedHashMap<String, Column>();
        ENVELOPE.forEach(column -> byName.put(column.name(), column));
        MESSAGE.forEach(column -> byName.put(column.name(), column));
        ALL.stream()
                .flatMap(table -> table.columns().stream())
                .filter(column -> !IDENTIFIERS.contains(column))
                .forEach(column -> byName.putIfAbsent(column.name(), column));
        return concat(List.copyOf(byName.values()), IDENTIFIERS);
    }

    private static List<Column> concat(List<Column> first, List<Column> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
