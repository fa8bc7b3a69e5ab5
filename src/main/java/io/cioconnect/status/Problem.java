package io.cioconnect.status;

import io.cioconnect.status.ConnectorStatus.Events;
import io.cioconnect.status.ConnectorStatus.Failure;
import io.cioconnect.status.ConnectorStatus.Receiver;
import io.cioconnect.status.ConnectorStatus.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that does not get well by itself, or not soon.
 *
 * @param what in one sentence
 * @param remedy what to do about it
 */
public record Problem(String what, String remedy) {
    /** After so long, Customer.io gives up waiting for an answer. */
    static final long DEADLINE_MILLIS = 4_000;

    /** No answer 200 takes longer than webhook.response.timeout.ms, 3 s unless set; near it, a little more load costs answers. */
    static final long SLOW_MILLIS = 2_000;

    /** One or two come with a restart of a broker, and Customer.io soon sends those again. */
    private static final long MANY_UNAVAILABLE = 3;

    private static final long CERTIFICATE_ENDS_SOON_DAYS = 21;

    /** The worst first: nothing arrives, then events, then tables. */
    public static List<Problem> of(ConnectorStatus status) {
        List<Problem> problems = new ArrayList<>();
        status.receivers()
                .forEach(receiver ->
                        addReceiver(problems, receiver, status.receivers().size() > 1));
        if (status.registration().needsAttention()) {
            String detail = status.registration().detail();
            problems.add(new Problem(
                    "The reporting webhook in Customer.io is not right: "
                            + status.registration().state() + ".",
                    detail.isEmpty() ? "See the worker's log." : sentence(detail)));
        }
        addQuarantine(problems, status);
        status.tables().forEach(table -> addTable(problems, table, status));
        status.deliveries().ifPresent(deliveries -> addDeliveries(problems, deliveries, status));
        return problems;
    }

    private static void addDeliveries(List<Problem> problems, DeliveryReads deliveries, ConnectorStatus status) {
        if (deliveries.failure().isPresent()) {
            Failure failure = deliveries.failure().get();
            problems.add(new Problem(
                    deliveries.names() + ": " + Text.count(failure.passes(), "read", "reads") + " failed, the first "
                            + Text.ago(failure.since(), status.at()) + ". " + sentence(failure.reason()),
                    "What was read stays. The connector goes on with the other windows and retries the one that failed; for a"
                            + " refused key or scope, change app.api.key, region or tables."));
        } else if (deliveries.stale()) {
            problems.add(new Problem(
                    deliveries.names() + ": nothing was read for more than two intervals of "
                            + Text.duration(deliveries.interval()) + ".",
                    "Look for a failed task in GET /connectors/<name>/status, and for these tables in the log of the worker that"
                            + " runs the task."));
        }
    }

    private static void addReceiver(List<Problem> problems, Receiver receiver, boolean severalHere) {
        String who = severalHere ? "Receiver " + receiver.number() : "The receiver";
        addNotTaking(problems, receiver, who);
        addUnverified(problems, receiver, who);
        addSlow(problems, receiver, who);
        addCertificate(problems, receiver, who);
    }

    /** At most one: what comes first is the reason for what comes later. */
    private static void addNotTaking(List<Problem> problems, Receiver receiver, String who) {
        if (!receiver.bound()) {
            problems.add(new Problem(
                    who + " does not have its port, so deliveries do not arrive.",
                    "Look in the worker's log for \"Cannot listen\" or \"cannot listen\": the port is in use, the host is wrong, or the"
                            + " keystore cannot be opened. The connector retries."));
        } else if (!receiver.canVerify()) {
            problems.add(
                    new Problem(
                            who + " has no signing key, so it answers every delivery 503.",
                            "Copy the signing key from the webhook's page in Customer.io, and set it as webhook.signing.keys."));
        } else if (!receiver.ready()) {
            problems.add(new Problem(
                    who + " answers 503: its task is starting, paused, or waiting for Kafka.",
                    "If this lasts longer than a minute, resume the connector, and check that the worker reaches Kafka and"
                            + " that all topics of the connector exist."));
        } else if (receiver.unavailableInARow() >= MANY_UNAVAILABLE) {
            problems.add(new Problem(
                    who + " answered the last " + Text.number(receiver.unavailableInARow())
                            + " deliveries 503: Kafka did not acknowledge them in time, or too many came at once.",
                    "Customer.io sends them again. If that does not help, check that the brokers are up, that all topics of the connector exist and"
                            + " have enough in-sync replicas, and webhook.max.in.flight."));
        }
    }

    private static void addUnverified(List<Problem> problems, Receiver receiver, String who) {
        long unverified = receiver.refusedLastHour().getOrDefault("signature", 0L);
        if (unverified > 0) {
            problems.add(
                    new Problem(
                            who + " refused " + Text.count(unverified, "delivery", "deliveries")
                                    + " in the last hour, because the signature was wrong or the timestamp outside the tolerance.",
                            "Compare webhook.signing.keys with the key on the webhook's page in Customer.io, and check the worker's clock. Customer.io"
                                    + " waits an hour after each refusal. Strangers cause it too: then set webhook.url.tokens or webhook.allowed.addresses."));
        }
    }

    private static void addSlow(List<Problem> problems, Receiver receiver, String who) {
        if (receiver.latency().p99() >= SLOW_MILLIS) {
            problems.add(
                    new Problem(
                            who + " needs up to "
                                    + Text.number(receiver.latency().p99())
                                    + " ms for an answer; after webhook.response.timeout.ms, 3,000 ms unless set, it answers 503.",
                            "Check how long Kafka takes to acknowledge, set producer.override.linger.ms=0, and look at the load of the worker."));
        }
    }

    private static void addCertificate(List<Problem> problems, Receiver receiver, String who) {
        long days = receiver.certificateDaysLeft();
        if (days >= 0 && days < CERTIFICATE_ENDS_SOON_DAYS) {
            problems.add(new Problem(
                    who + "'s certificate "
                            + (days == 0
                                    ? "has ended or ends within a day."
                                    : "ends in " + Text.count(days, "day", "days") + "."),
                    "Replace the file at webhook.ssl.keystore.location; the listener loads it by itself."));
        }
    }

    private static void addQuarantine(List<Problem> problems, ConnectorStatus status) {
        List<String> reasons = status.quarantinedLastHour();
        if (reasons.isEmpty()) {
            return;
        }
        long sinceStart = status.events().stream()
                .filter(Events::isQuarantine)
                .mapToLong(Events::verified)
                .sum();
        problems.add(new Problem(
                "Deliveries went to quarantine in the last hour: " + String.join(", ", reasons)
                        + ". Since the task started: " + Text.number(sinceStart) + ".",
                "Read them in the topic that ends in .quarantine before its retention ends. Troubleshooting says what to do for"
                        + " each reason."));
    }

    private static void addTable(List<Problem> problems, Table table, ConnectorStatus status) {
        if (table.failure().isPresent()) {
            Failure failure = table.failure().get();
            problems.add(new Problem(
                    table.name() + ": " + Text.count(failure.passes(), "pass", "passes") + " failed, the first "
                            + Text.ago(failure.since(), status.at()) + ". " + sentence(failure.reason()),
                    "Its rows stay as the last complete pass left them. The connector retries, at the latest "
                            + Text.duration(table.interval())
                            + " after a failure; for a refused key or scope, change app.api.key, region or tables."));
        } else if (table.stale()) {
            problems.add(new Problem(
                    table.name() + ": no complete pass for more than two intervals of "
                            + Text.duration(table.interval()) + ".",
                    "Look for a failed task in GET /connectors/<name>/status, and for this table in the log of the worker that runs"
                            + " the task."));
        }
        if (table.last().filter(ConnectorStatus.Pass::tooManyKeys).isPresent()) {
            problems.add(
                    new Problem(
                            table.name()
                                    + ": it has more keys than can be remembered, so rows that vanish are not deleted.",
                            "All rows are written. Delete what is not needed in Customer.io, or ignore deletes of this table."));
        }
    }

    private static String sentence(String text) {
        String first = text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return first.endsWith(".") ? first : first + ".";
    }
}
