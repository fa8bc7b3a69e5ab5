package io.cioconnect.table;

import static io.cioconnect.schema.Column.bool;
import static io.cioconnect.schema.Column.int64;
import static io.cioconnect.schema.Column.json;
import static io.cioconnect.schema.Column.string;

import io.cioconnect.schema.Column;
import java.util.List;
import java.util.Map;

/** What uses segments and senders, how large segments are, and what belongs to the account. */
final class UsageTables {
    private UsageTables() {}

    static List<Table> all() {
        return List.of(
                uses("segment_usage", "segments", "segment_id", "/v1/segments/{segment_id}/used_by"),
                new Table(
                        "segment_counts",
                        TableGroup.USAGE,
                        new Source.PerParent(
                                List.of(new Parents(
                                        "segments",
                                        "/v1/segments/{segment_id}/customer_count",
                                        Map.of("id", "segment_id", "state", "state"),
                                        Map.of(),
                                        parent -> true)),
                                new ParentReply.Document(
                                        ParentReply.Span.NONE, DocumentContent.COUNT, UsageRows::single)),
                        List.of(int64("segment_id", "Segment; `segments.id`")),
                        List.of(
                                int64("count", "How many people are in it"),
                                string("state", "As `segments.state`; the count is not final before it is `finished`")),
                        Table.Use.ORDINARY.withoutDeletes()),
                uses("sender_usage", "sender_identities", "sender_id", "/v1/sender_identities/{sender_id}/used_by"),
                account(
                        "workspaces",
                        "workspaces",
                        Table.Use.ORDINARY,
                        int64("id", "Number of the workspace; all workspaces of the account are listed"),
                        string("name", "Name shown in Customer.io"),
                        int64("messages_sent", "Messages sent in the billing period; can be two hours out of date"),
                        int64("billable_messages_sent", "Of these, billable messages"),
                        int64("people", "How many people it has"),
                        int64("object_types", "How many object types it has"),
                        int64("objects", "How many objects it has")),
                account(
                        "subscription_channels",
                        "channels",
                        Table.Use.ORDINARY,
                        int64("id", "Number of the channel"),
                        string("name", "Name people see"),
                        string("description", "Description people see"),
                        string("type", "Kind of channel"),
                        bool("subscribed_by_default", "Whether people who never chose are subscribed")),
                account(
                        "reporting_webhooks",
                        "reporting_webhooks",
                        Table.Use.ORDINARY.onlyByName().with(Secrecy.ENDPOINT),
                        int64("id", "Number of the reporting webhook"),
                        string("name", "Name shown in Customer.io"),
                        string("type", "Kind of webhook"),
                        string("endpoint", "URL it calls; login, path and query are `***`"),
                        json("events", "Array of the events it reports"),
                        bool("disabled", "Whether it is switched off"),
                        bool("full_resolution", "Whether it reports every open and click"),
                        bool("with_content", "Whether it reports the messages' content")));
    }

    private static Table uses(String name, String parents, String column, String path) {
        return new Table(
                name,
                TableGroup.USAGE,
                new Source.PerParent(
                        List.of(Parents.of(parents, column, path)),
                        new ParentReply.Document(ParentReply.Span.NONE, DocumentContent.USES, UsageRows::uses)),
                List.of(
                        int64(column, "What is used; `" + parents + ".id`"),
                        string("used_by", "What uses it: `campaign`, `draft_newsletter` or `sent_newsletter`"),
                        int64("used_by_id", "Number of that campaign or newsletter")),
                List.of());
    }

    private static Table account(String name, String recordsField, Table.Use use, Column key, Column... columns) {
        return new Table(
                name,
                TableGroup.ACCOUNT,
                new Source.OneList("/v1/" + name, recordsField, new Pagination.OnePage(), List.of(Map.of())),
                List.of(key),
                List.of(columns),
                use);
    }
}
