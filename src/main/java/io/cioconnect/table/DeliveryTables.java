package io.cioconnect.table;

import static io.cioconnect.schema.Column.bool;
import static io.cioconnect.schema.Column.int64;
import static io.cioconnect.schema.Column.json;
import static io.cioconnect.schema.Column.string;
import static io.cioconnect.schema.Column.timestamp;

import io.cioconnect.schema.Column;
import java.util.ArrayList;
import java.util.List;

/** Deliveries and what became of them, as the App API remembers it. Both tables are made of the same replies. */
final class DeliveryTables {
    private static final String PATH = "/v1/messages";
    private static final String RECORDS_FIELD = "messages";

    private static final Column CAMPAIGN_ID = int64("campaign_id", "Campaign it belongs to; `campaigns.id`");
    private static final Column BROADCAST_ID = int64("broadcast_id", "Broadcast it belongs to; `broadcasts.id`");
    private static final Column NEWSLETTER_ID = int64("newsletter_id", "Newsletter it belongs to; `newsletters.id`");
    private static final Column ACTION_ID = int64("action_id", "Action of that campaign or broadcast");
    private static final Column CONTENT_ID = int64("content_id", "Content of that newsletter");
    private static final Column TRANSACTIONAL_MESSAGE_ID = string(
            "transactional_message_id",
            "Transactional message it belongs to: its number, or the name it was triggered by");
    private static final Column RECIPIENT = string("recipient", "Address, number, device or URL it went to");
    private static final Column FAILURE_MESSAGE = string("failure_message", "Text of its last failure");
    private static final List<Column> PERSON = List.of(
            string("customer_id", "Person it went to, by `id`; null in a workspace without ids"),
            string("customer_identifiers_id", "Person's `id`"),
            string("customer_identifiers_email", "Person's email address"),
            string("customer_identifiers_cio_id", "Person's `cio_id`; all that is left of a deleted person"));

    private DeliveryTables() {}

    static List<Table> all() {
        return List.of(
                new Table(
                        "deliveries",
                        TableGroup.DELIVERIES,
                        new Source.Windows(PATH, RECORDS_FIELD, delivery -> List.of(DeliveryRows.delivery(delivery))),
                        List.of(string("id", "Id of the delivery; `delivery_id` of its events")),
                        deliveryColumns(),
                        Table.Use.ORDINARY.withoutDeletes()),
                new Table(
                        "delivery_metrics",
                        TableGroup.DELIVERIES,
                        new Source.Windows(PATH, RECORDS_FIELD, DeliveryRows::metrics),
                        List.of(
                                string("delivery_id", "Delivery; `deliveries.id`"),
                                string("metric", "What happened, such as `sent` or `opened`")),
                        metricColumns(),
                        Table.Use.ORDINARY.withoutDeletes()));
    }

    private static List<Column> deliveryColumns() {
        List<Column> columns = new ArrayList<>(List.of(
                string("deduplicate_id", "Customer.io's id and a time; does not tell every change"),
                timestamp("created", "When Customer.io created it, which may be some time before it was sent"),
                string(
                        "type",
                        "Channel: `email`, `twilio` for SMS, `push`, `in_app`, `slack`, `webhook`, `whatsapp` ..."),
                RECIPIENT,
                string("subject", "Subject of an email, title of a push message")));
        columns.addAll(PERSON);
        columns.addAll(List.of(
                CAMPAIGN_ID,
                BROADCAST_ID,
                NEWSLETTER_ID,
                ACTION_ID,
                int64("parent_action_id", "Action that action is a variant of"),
                CONTENT_ID,
                int64("msg_template_id", "Template of the message"),
                TRANSACTIONAL_MESSAGE_ID,
                string("trigger_event_id", "Event that triggered the campaign"),
                FAILURE_MESSAGE,
                bool("forgotten", "Whether Customer.io kept no content of it")));
        DeliveryRows.TIMES.forEach(metric -> columns.add(timestamp("metrics_" + metric, "When: `" + metric + "`")));
        DeliveryRows.COUNTS.forEach(metric -> columns.add(
                int64("metrics_" + metric, "`" + metric + "` as Customer.io sends it, a number or a time in seconds")));
        columns.add(json("metrics", "All metrics as they were received"));
        columns.add(json("tracked_responses", "Answers a person chose in an in-app message, by name"));
        return columns;
    }

    private static List<Column> metricColumns() {
        List<Column> columns = new ArrayList<>(List.of(
                timestamp("timestamp", "When it happened"),
                string(
                        "object_type",
                        "Channel as in the events of webhooks: `sms` where `deliveries.type` is `twilio`"),
                CAMPAIGN_ID,
                BROADCAST_ID,
                NEWSLETTER_ID,
                ACTION_ID,
                CONTENT_ID,
                TRANSACTIONAL_MESSAGE_ID));
        columns.addAll(PERSON);
        columns.addAll(
                List.of(RECIPIENT, FAILURE_MESSAGE, string("source", "`api`: tells its rows from events of webhooks")));
        return columns;
    }
}
