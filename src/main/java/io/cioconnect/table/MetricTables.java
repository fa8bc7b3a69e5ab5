package io.cioconnect.table;

import static io.cioconnect.schema.Column.int64;
import static io.cioconnect.schema.Column.string;
import static io.cioconnect.schema.Column.timestamp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Column;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Counts of messages, journeys and links. Customer.io books a count on the day of the message, so days go on growing for months. */
final class MetricTables {
    private static final Duration DAILY = Duration.ofHours(24);
    private static final Table.Use LASTING = Table.Use.ORDINARY.withoutDeletes();
    private static final Set<String> NEVER = Set.of("", "0", "null");

    private static final Column RESOLUTION = string("resolution", "Length of the period; always `days`");
    private static final Column PERIOD_START = timestamp("period_start", "Start of the period");
    private static final List<Column> PERIOD = List.of(
            timestamp("period_end", "Start of the next period"), string("tz", "Time zone in which the day begins"));

    private static final List<Column> SERIES = Stream.of(
                    "attempted",
                    "bounced",
                    "clicked",
                    "converted",
                    "created",
                    "deferred",
                    "delivered",
                    "drafted",
                    "failed",
                    "human_clicked",
                    "human_opened",
                    "link_untracked",
                    "machine_clicked",
                    "open_untracked",
                    "opened",
                    "prefetch_opened",
                    "replied",
                    "sent",
                    "spammed",
                    "suppressed",
                    "topic_unsubscribed",
                    "tracking_consent_denied",
                    "tracking_consent_granted",
                    "undeliverable",
                    "unsubscribed",
                    "untracked")
            .map(name -> int64(name, "Messages counted as `" + name + "`; null when Customer.io sends no number"))
            .toList();

    private static final List<Column> JOURNEY_SERIES = Stream.of(
                    "started", "activated", "never_activated", "messaged", "exited_early", "finished", "converted")
            .map(name -> int64(name, "Journeys counted as `" + name + "`"))
            .toList();

    private MetricTables() {}

    static List<Table> all() {
        return List.of(
                daily(
                        "campaign_metrics",
                        Parents.of("campaigns", "campaign_id", "/v1/campaigns/{campaign_id}/metrics"),
                        new ParentReply.Document(ParentReply.Span.DAYS, DocumentContent.METRIC, SeriesRows::days),
                        List.of(campaign(), RESOLUTION, PERIOD_START),
                        SERIES,
                        LASTING),
                daily(
                        "journey_metrics",
                        Parents.of("campaigns", "campaign_id", "/v1/campaigns/{campaign_id}/journey_metrics"),
                        new ParentReply.Document(
                                ParentReply.Span.JOURNEY_DAYS, DocumentContent.JOURNEY_METRIC, SeriesRows::journeyDays),
                        List.of(campaign(), RESOLUTION, PERIOD_START),
                        JOURNEY_SERIES,
                        LASTING.every(DAILY)),
                lifetime(
                        "newsletter_metrics",
                        Parents.of("newsletters", "newsletter_id", "/v1/newsletters/{newsletter_id}/metrics")
                                .only(MetricTables::isSent),
                        int64("newsletter_id", "Newsletter; `newsletters.id`")),
                lifetime(
                        "broadcast_metrics",
                        Parents.of("broadcasts", "broadcast_id", "/v1/broadcasts/{broadcast_id}/metrics")
                                .only(MetricTables::isStarted),
                        int64("broadcast_id", "Broadcast; `broadcasts.id`")),
                lifetime(
                        "transactional_metrics",
                        Parents.of("transactional", "transactional_id", "/v1/transactional/{transactional_id}/metrics"),
                        int64("transactional_id", "Transactional message; `transactional.id`")),
                daily(
                        "campaign_action_metrics",
                        new Parents(
                                "campaign_actions",
                                "/v1/campaigns/{campaign_id}/actions/{action_id}/metrics",
                                Map.of("campaign_id", "campaign_id", "id", "action_id"),
                                Map.of(),
                                parent -> true),
                        new ParentReply.Document(
                                ParentReply.Span.DAYS, DocumentContent.METRIC, SeriesRows::daysByLanguage),
                        List.of(
                                campaign(),
                                int64("action_id", "Message; `campaign_actions.id`"),
                                string(
                                        "language",
                                        "Language, if the message has translations; the counts of all languages add up to the message's"),
                                RESOLUTION,
                                PERIOD_START),
                        SERIES,
                        LASTING.every(DAILY).onlyByName()),
                links());
    }

    private static Table links() {
        return new Table(
                "link_metrics",
                TableGroup.METRICS,
                new Source.PerParent(
                        List.of(
                                linked("campaigns", "campaign", MetricTables::isStarted),
                                linked("broadcasts", "broadcast", MetricTables::isStarted),
                                linked("newsletters", "newsletter", MetricTables::isSent),
                                linked("transactional", "transactional", parent -> true)),
                        new ParentReply.Document(ParentReply.Span.LIFETIME, DocumentContent.LINKS, SeriesRows::links)),
                List.of(
                        string("parent_type", "`campaign`, `broadcast`, `newsletter` or `transactional`"),
                        int64("parent_id", "Number of that campaign, broadcast, newsletter or transactional message"),
                        int64("link_id", "Number of the link, as `link_id` of click events")),
                List.of(
                        string("href", "Where the link leads"),
                        int64("clicked", "Clicks in all"),
                        int64("human_clicked", "Of these, clicks by people"),
                        int64("machine_clicked", "Of these, clicks by programs, such as mail scanners")),
                LASTING.every(DAILY).onlyByName());
    }

    private static Parents linked(String table, String type, Predicate<ObjectNode> isRead) {
        return new Parents(
                table,
                "/v1/" + table + "/{parent_id}/metrics/links",
                Map.of("id", "parent_id"),
                Map.of("parent_type", type),
                isRead);
    }

    private static Table daily(
            String name, Parents parents, ParentReply reply, List<Column> key, List<Column> series, Table.Use use) {
        return new Table(
                name,
                TableGroup.METRICS,
                new Source.PerParent(List.of(parents), reply),
                key,
                Stream.concat(PERIOD.stream(), series.stream()).toList(),
                use);
    }

    private static Table lifetime(String name, Parents parents, Column key) {
        return new Table(
                name,
                TableGroup.METRICS,
                new Source.PerParent(
                        List.of(parents),
                        new ParentReply.Document(
                                ParentReply.Span.LIFETIME, DocumentContent.METRIC, SeriesRows::totals)),
                List.of(key),
                Stream.concat(Stream.of(string("type", "Kind of message, if Customer.io sends it")), SERIES.stream())
                        .toList(),
                LASTING);
    }

    private static Column campaign() {
        return int64("campaign_id", "Campaign; `campaigns.id`");
    }

    private static boolean isStarted(ObjectNode parent) {
        return !parent.path("state").asText().equals("draft");
    }

    private static boolean isSent(ObjectNode newsletter) {
        return !NEVER.contains(newsletter.path("sent_at").asText());
    }
}
