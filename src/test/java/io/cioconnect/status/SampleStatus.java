package io.cioconnect.status;

import io.cioconnect.metrics.MinuteCounts;
import io.cioconnect.status.ConnectorStatus.Events;
import io.cioconnect.status.ConnectorStatus.Failure;
import io.cioconnect.status.ConnectorStatus.Latency;
import io.cioconnect.status.ConnectorStatus.Pass;
import io.cioconnect.status.ConnectorStatus.Receiver;
import io.cioconnect.status.ConnectorStatus.Registration;
import io.cioconnect.status.ConnectorStatus.Table;
import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Connectors in good and in bad health. */
final class SampleStatus {
    static final Instant NOW = Instant.parse("2026-11-28T07:15:03Z");
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final List<Integer> BUSY = IntStream.range(0, MinuteCounts.MINUTES)
            .map(minute -> 40 + minute * minute * 7 % 23)
            .boxed()
            .toList();

    private SampleStatus() {}

    static ConnectorStatus healthy() {
        return new ConnectorStatus(
                "0.1.0",
                NOW,
                List.of("receiver 0", "campaigns, newsletters, subscription_topics"),
                new Registration("registered", "", Optional.empty(), false),
                List.of(receiver(0)),
                List.of(table("campaigns"), table("newsletters"), table("subscription_topics")),
                Optional.empty(),
                List.of(
                        new Events("email_events", 123_456, 123_450, Optional.of(NOW.minusSeconds(3)), BUSY),
                        new Events("in_app_events", 0, 0, Optional.empty(), Collections.nCopies(60, 0))));
    }

    static ConnectorStatus broken() {
        return new ConnectorStatus(
                "0.1.0",
                NOW,
                List.of("receiver 0", "campaigns, newsletters, segments"),
                new Registration(
                        "disabled: waiting for signing key",
                        "open the page of the reporting webhook \"customer-io on worker-1\" in Customer.io, copy its signing key, and"
                                + " set it as webhook.signing.keys of this connector",
                        Optional.empty(),
                        true),
                List.of(new Receiver(
                        0, true, true, true, new Latency(900, 2_400, 2_900), 17, Map.of("signature", 12L), 7, 5)),
                List.of(
                        new Table(
                                "campaigns",
                                INTERVAL,
                                last(),
                                Optional.of(NOW.plusSeconds(600)),
                                Optional.of(new Failure(
                                        NOW.minusSeconds(7_500),
                                        14,
                                        "GET /v1/campaigns was answered 403: the key <b>lacks</b> a scope")),
                                0,
                                false),
                        new Table(
                                "newsletters",
                                INTERVAL,
                                last(),
                                Optional.of(NOW.minusSeconds(5)),
                                Optional.empty(),
                                3,
                                true),
                        new Table(
                                "segments",
                                INTERVAL,
                                Optional.of(new Pass(NOW.minusSeconds(60), NOW, 1_200_000, -1, -1, true)),
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                false)),
                Optional.of(deliveries()),
                List.of(
                        new Events("email_events", 8, 7, Optional.of(NOW.minusSeconds(4_000)), BUSY),
                        new Events("quarantined.not_json", 2, 2, Optional.of(NOW.minusSeconds(90)), List.of())));
    }

    /** The history is half read, and a rescan fails. */
    private static DeliveryReads deliveries() {
        Map<String, Optional<DeliveryReads.Rows>> rows = new LinkedHashMap<>();
        rows.put("deliveries", Optional.of(new DeliveryReads.Rows(61_000, 61_000)));
        rows.put("delivery_metrics", Optional.empty());
        var underway = new DeliveryReads.Underway(
                NOW.minusSeconds(300),
                NOW.minus(Duration.ofDays(365)),
                NOW.minusSeconds(360),
                NOW.minus(Duration.ofDays(180)),
                NOW.minus(Duration.ofDays(150)),
                41);
        return new DeliveryReads(
                rows,
                new DeliveryReads.Read("", Duration.ZERO, Optional.empty(), Optional.of(underway)),
                List.of(
                        new DeliveryReads.Read(
                                "2h", Duration.ofMinutes(15), Optional.of(NOW.minusSeconds(700)), Optional.empty()),
                        new DeliveryReads.Read("3d", INTERVAL, Optional.empty(), Optional.empty())),
                Optional.of(NOW.plusSeconds(200)),
                Optional.of(new Failure(NOW.minusSeconds(90), 2, "GET /v1/messages was answered 500")),
                false,
                Duration.ofMinutes(15));
    }

    /** All that can be selected, in three tasks. */
    static ConnectorStatus withAllTables() {
        List<String> polled = Tables.names().stream()
                .filter(name -> !name.startsWith("deliver"))
                .toList();
        int half = polled.size() / 2;
        return new ConnectorStatus(
                "0.1.0",
                NOW,
                List.of(
                        "receiver 0",
                        String.join(", ", polled.subList(0, half)),
                        String.join(", ", polled.subList(half, polled.size()))),
                new Registration("registered", "", Optional.empty(), false),
                List.of(receiver(0)),
                polled.stream().map(SampleStatus::table).toList(),
                Optional.of(deliveries()),
                EventTables.names().stream()
                        .map(name -> new Events(name, 123_456, 123_450, Optional.of(NOW.minusSeconds(3)), BUSY))
                        .toList());
    }

    static Receiver receiver(int number) {
        return new Receiver(number, true, true, true, new Latency(12, 80, 141), 1, Map.of(), 0, -1);
    }

    static Table table(String name) {
        return new Table(name, INTERVAL, last(), Optional.of(NOW.plusSeconds(14_000)), Optional.empty(), 0, false);
    }

    private static Optional<Pass> last() {
        return Optional.of(new Pass(NOW.minusSeconds(7_600), NOW.minusSeconds(7_598), 1_250, 31, 2, false));
    }
}
