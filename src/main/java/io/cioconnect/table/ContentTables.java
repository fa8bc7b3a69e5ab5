package io.cioconnect.table;

import static io.cioconnect.schema.Column.bool;
import static io.cioconnect.schema.Column.int64;
import static io.cioconnect.schema.Column.json;
import static io.cioconnect.schema.Column.string;
import static io.cioconnect.schema.Column.timestamp;

import io.cioconnect.schema.Column;
import java.util.List;
import java.util.stream.Stream;

/** Messages below campaigns, broadcasts, newsletters and transactional messages. Ids come as numbers or as text. */
final class ContentTables {
    private static final String SECRET = "; null unless `content.bodies` is set";

    /** What messages of all kinds have. */
    private static final List<Column> MESSAGE = List.of(
            string("name", "Name shown in Customer.io"),
            string("type", "`email`, `push`, `in_app`, `twilio` (SMS), `slack`, `whatsapp`, `webhook` or another kind"),
            string("language", "Language of this variant; empty for the default"),
            string("subject", "Subject of an email, title of a push notification; with Liquid as written"),
            string("preheader_text", "Preview text shown after the subject"),
            string("from", "Sender as `Name <email>`"),
            int64("from_id", "Sender; `sender_identities.id`"),
            string("reply_to", "Reply address"),
            int64("reply_to_id", "Reply address; `sender_identities.id`"),
            string("recipient", "Who gets it, with Liquid as written"),
            string("bcc", "Blind copies"),
            string("cc", "Copies"),
            bool("fake_bcc", "Whether blind copies are sent as separate messages"),
            string("preprocessor", "Preprocessor of the HTML, such as `premailer`"),
            timestamp("created", "When it was created"),
            timestamp("updated", "When it was last edited"),
            string("deduplicate_id", "Id and time of the last edit as `id:seconds`; changes with every edit"),
            string("body", "HTML, text or webhook body" + SECRET),
            string("body_amp", "Body in AMP" + SECRET),
            string("body_json", "Body as JSON text, for WhatsApp" + SECRET),
            string("body_plain", "Body as plain text" + SECRET),
            string("layout", "Layout around the body" + SECRET),
            json("headers", "Array of further headers; may hold secrets" + SECRET));

    /** What actions of campaigns and broadcasts have besides. */
    private static final List<Column> ACTION = Stream.concat(
                    MESSAGE.stream(),
                    Stream.of(
                            int64("parent_action_id", "Branch or split it belongs to"),
                            int64("multi_language_branch_action_id", "Message it is a translation of"),
                            string("sending_state", "`automatic`, `draft` or `off`"),
                            string("image_url", "Picture of a text message"),
                            string("method", "HTTP method of a webhook"),
                            string(
                                    "url",
                                    "URL a webhook calls; its query and login are `***` unless `content.bodies` is set"),
                            int64("sender_identity_id", "Sender of text and WhatsApp messages; `sender_identities.id`"),
                            bool("send_to_unsubscribed", "Whether unsubscribed people get it too"),
                            bool("tracked", "Whether links are tracked")))
            .toList();

    private ContentTables() {}

    static List<Table> all() {
        return List.of(
                messages(
                        "campaign_actions",
                        Parents.of("campaigns", "campaign_id", "/v1/campaigns/{campaign_id}/actions"),
                        "actions",
                        new Pagination.Cursor(Pagination.Cursor.NO_LIMIT), // ten rows each, whatever is asked for
                        int64("campaign_id", "Campaign; `campaigns.id`"),
                        ACTION),
                messages(
                        "broadcast_actions",
                        Parents.of("broadcasts", "broadcast_id", "/v1/broadcasts/{broadcast_id}/actions"),
                        "actions",
                        new Pagination.OnePage(),
                        int64("broadcast_id", "Broadcast; `broadcasts.id`"),
                        ACTION),
                messages(
                        "newsletter_contents",
                        Parents.of("newsletters", "newsletter_id", "/v1/newsletters/{newsletter_id}/contents"),
                        "contents",
                        new Pagination.OnePage(),
                        int64("newsletter_id", "Newsletter; `newsletters.id`"),
                        MESSAGE),
                messages(
                        "transactional_contents",
                        Parents.of(
                                "transactional", "transactional_id", "/v1/transactional/{transactional_id}/contents"),
                        "contents",
                        new Pagination.OnePage(),
                        int64("transactional_id", "Transactional message; `transactional.id`"),
                        MESSAGE),
                new Table(
                        "newsletter_test_groups",
                        TableGroup.CONTENT,
                        rows(
                                Parents.of(
                                        "newsletters", "newsletter_id", "/v1/newsletters/{newsletter_id}/test_groups"),
                                "test_groups",
                                new Pagination.OnePage()),
                        List.of(
                                int64("newsletter_id", "Newsletter; `newsletters.id`"),
                                int64("id", "Number of the group; counts from 0 in each newsletter")),
                        List.of(
                                string("name", "Name, such as `A`"),
                                string("label", "Label shown in Customer.io"),
                                json("content_ids", "Array of its contents; `newsletter_contents.id`"),
                                bool("winner", "Whether it won the test"))),
                new Table(
                        "broadcast_triggers",
                        TableGroup.CONTENT,
                        rows(
                                Parents.of("broadcasts", "broadcast_id", "/v1/broadcasts/{broadcast_id}/triggers"),
                                "triggers",
                                new Pagination.OnePage()),
                        List.of(
                                int64("broadcast_id", "Broadcast; `broadcasts.id`"),
                                int64("id", "Number of the trigger")),
                        List.of(
                                timestamp("created_at", "When the broadcast was triggered"),
                                timestamp("processed_at", "When the trigger was processed; null until then"))));
    }

    private static Table messages(
            String name,
            Parents parents,
            String recordsField,
            Pagination pagination,
            Column parent,
            List<Column> columns) {
        return new Table(
                name,
                TableGroup.CONTENT,
                rows(parents, recordsField, pagination),
                List.of(parent, int64("id", "Number of the message, as events and deliveries name it")),
                columns,
                Table.Use.ORDINARY.with(Secrecy.BODIES));
    }

    private static Source rows(Parents parents, String recordsField, Pagination pagination) {
        return new Source.PerParent(List.of(parents), new ParentReply.Rows(recordsField, pagination));
    }
}
