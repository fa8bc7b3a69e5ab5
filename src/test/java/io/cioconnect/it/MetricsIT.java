package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.KafkaRelease;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.SampleEvent;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.testing.Chromium;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.MonitoringFiles;
import io.cioconnect.testing.WebhookClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every attribute of every MBean, read over JMX from a real worker of each release, and compared with what was sent. */
@ExtendWith(KafkaExtension.class)
final class MetricsIT {
    private static final int EVENTS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SharedKafka kafka;

    @TempDir
    Path directory;

    MetricsIT(SharedKafka kafka) {
        this.kafka = kafka;
    }

    @SuppressWarnings("BanJNDI") // the registry is that of a worker which this test started
    @ParameterizedTest
    @EnumSource
    void everyAttributeShowsWhatHappened(KafkaRelease release) throws Exception {
        int port = FreePort.next();
        int exporter = FreePort.next();
        try (ConnectWorker worker = kafka.newWorker(WorkerSettings.named("worker-metrics-" + release.version())
                .on(release)
                .withJvmOption("-javaagent:" + BuildOutput.directory().resolve("agents/jmx_prometheus_javaagent.jar")
                        + "=localhost:" + exporter + ":" + MonitoringFiles.EXPORTER)
                .withJvmOption("-Dio.cioconnect.registration.check.ms=500")
                .withJvmOption("-Dcom.sun.management.jmxremote.host=localhost")
                .withJvmOption("-Djava.rmi.server.hostname=localhost")
                .withJvmOption("-Dcom.sun.management.jmxremote.port=" + port)
                .withJvmOption("-Dcom.sun.management.jmxremote.authenticate=false")
                .withJvmOption("-Dcom.sun.management.jmxremote.ssl=false"))) {
            worker.start();
            var url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi");
            try (JMXConnector jmx = JMXConnectorFactory.connect(url);
                    RegistrationRun run = new RegistrationRun(kafka, worker, "metered")) {
                var beans = new ConnectorBeans(jmx.getMBeanServerConnection(), run.connector);
                showsWhatHappened(beans, run);
                assertScraped(Scrape.of(exporter), run);
                eventsThatKafkaDoesNotConfirmExpire(beans, run);
                if (PrometheusServer.isInstalled()) {
                    staleTablesAlert(worker, run, exporter);
                }
                beansGoWithTheirTask(beans, run, worker);
            }
        }
    }

    private void showsWhatHappened(ConnectorBeans beans, RegistrationRun run) throws Exception {
        run.props()
                .with("tables", "campaigns,email_events,push_events")
                .with("webhook.events", "email_sent,email_teleported")
                .with("transforms", "filter")
                .with("transforms.filter.type", "org.apache.kafka.connect.transforms.Filter")
                .with("transforms.filter.predicate", "push")
                .with("predicates", "push")
                .with("predicates.push.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches")
                .with("predicates.push.pattern", ".*push_events");
        run.start();
        run.awaitState("registered");
        run.awaitPass("campaigns");
        run.customerIo.faults().times(1, "GET /v1/reporting_webhooks", Fault.status(500));
        assertThat(beans.number("events,table=push_events", "LastReceivedAgeSeconds"))
                .isEqualTo(-1);
        deliver(run);

        assertThat(beans.types())
                .containsExactlyInAnyOrder(
                        "table,table=campaigns",
                        "events,table=email_events",
                        "events,table=push_events",
                        "events,table=quarantine",
                        "receiver,receiver=0",
                        "api,task=0",
                        "registration,");
        beans.assertComplete();
        assertTable(beans, run);
        assertReceiver(beans);
        await("a retry").atMost(PATIENCE).until(() -> beans.number("api,task=0", "Retries") == 1);
        assertThat(beans.number("api,task=0", "Calls")).isGreaterThanOrEqualTo(4);
        assertThat(beans.number("api,task=0", "Throttled")).isZero();
        assertThat(beans.number("api,task=0", "LatencyMillisP99"))
                .isGreaterThanOrEqualTo(beans.number("api,task=0", "LatencyMillisP50"));
        assertThat(beans.read("api,task=0", "BudgetPerSecond")).isEqualTo(8.0);
        assertThat(beans.read("registration,", "State")).isEqualTo("registered");
        assertThat(beans.number("registration,", "Registered")).isEqualTo(1);
        assertThat(beans.number("registration,", "EventNamesRefused")).isEqualTo(1);

        assertPage(run);
    }

    /** The exporter shows Prometheus the same. */
    private static void assertScraped(Scrape scrape, RegistrationRun run) throws Exception {
        scrape.assertComplete();
        String connector = "connector=" + run.connector;
        double rows = run.customerIo.list("campaigns").rows().size();
        assertThat(scrape.value("cioconnect_table_rows_listed_total", connector, "table=campaigns"))
                .isEqualTo(rows);
        assertThat(scrape.value("cioconnect_table_next_pass_in_seconds", connector, "table=campaigns"))
                .isBetween(20_000.0, 21_600.0);
        assertThat(scrape.value("cioconnect_events_received_total", connector, "table=email_events"))
                .isEqualTo(EVENTS);
        assertThat(scrape.value("cioconnect_receiver_confirmed_total", connector, "receiver=0"))
                .isEqualTo(EVENTS + 1);
        assertThat(scrape.value("cioconnect_receiver_refused_total", connector, "receiver=0", "reason=signature"))
                .isEqualTo(1);
        assertThat(scrape.value("cioconnect_api_budget_per_second", connector, "task=0"))
                .isEqualTo(8);
        assertThat(scrape.value("cioconnect_registration_state", connector, "state=registered"))
                .isEqualTo(1);
        assertThat(scrape.value("cioconnect_registration_registered", connector))
                .isEqualTo(1);
    }

    /** A table that fails becomes stale, a real Prometheus says so, and no longer when it is well again. */
    private void staleTablesAlert(ConnectWorker worker, RegistrationRun run, int exporter) throws Exception {
        String failing = run.connector + "-failing";
        worker.rest()
                .put(
                        failing,
                        ConnectorProps.polledTables(
                                        failing, run.customerIo.url().toString(), run.customerIo.apiKey())
                                .with("tables", "segments")
                                .with("refresh.interval.ms", 1000)
                                .toMap());
        try (var prometheus = new PrometheusServer(directory, exporter)) {
            run.customerIo.faults().always("GET /v1/segments", Fault.status(404));
            prometheus.awaitFiring(failing, "CustomerIoTableStale segments");
            run.customerIo.faults().clear();
            prometheus.awaitQuiet(failing, "CustomerIoTableStale segments");
        }
        worker.rest().delete(failing);
    }

    private void eventsThatKafkaDoesNotConfirmExpire(ConnectorBeans beans, RegistrationRun run) throws Exception {
        WebhookClient client = new WebhookClient(URI.create(run.url()), RegistrationRun.KEY);
        byte[] event = new SampleEvents(List.of("email_sent")).get().body();
        kafka.broker().freeze();
        try {
            assertThat(client.deliver(event)).isEqualTo(503);
        } finally {
            kafka.broker().thaw();
        }
        assertThat(beans.number("receiver,receiver=0", "Expired")).isEqualTo(1);
        await("its retry is stored").atMost(PATIENCE).until(() -> client.deliver(event) == 200);
    }

    private static void beansGoWithTheirTask(ConnectorBeans beans, RegistrationRun run, ConnectWorker worker)
            throws Exception {
        worker.rest().restart(run.connector);
        await("the new task's counters").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(beans.types()).hasSize(7);
            assertThat(beans.number("receiver,receiver=0", "Confirmed")).isZero();
        });
        await("what the task before it stored is known")
                .atMost(PATIENCE)
                .until(() -> beans.number("table,table=campaigns", "LastSuccessAgeSeconds") >= 0);
        worker.rest().delete(run.connector);
        await("none is left behind").atMost(PATIENCE).until(beans::types, Set::isEmpty);
    }

    /** Each event twice, one that a transform filters, one without JSON, one with a wrong signature. */
    private static void deliver(RegistrationRun run) {
        WebhookClient client = new WebhookClient(URI.create(run.url()), RegistrationRun.KEY);
        SampleEvents events = new SampleEvents(List.of("email_sent"));
        await("ready").atMost(PATIENCE).until(() -> client.deliver("not json") == 200);
        for (int i = 0; i < EVENTS; i++) {
            SampleEvent event = events.get();
            assertThat(client.deliver(event.body())).isEqualTo(200);
            assertThat(client.deliver(event.body())).isEqualTo(200);
        }
        assertThat(client.deliver(new SampleEvents(List.of("push_sent")).get().body()))
                .isEqualTo(200);
        WebhookClient stranger = new WebhookClient(URI.create(run.url()), "another-key");
        assertThat(stranger.deliver(events.get().body())).isEqualTo(401);
        for (HttpRequest.Builder refused : List.of(
                HttpRequest.newBuilder(client.receiver()).PUT(HttpRequest.BodyPublishers.ofString("{}")),
                HttpRequest.newBuilder(client.receiver())
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))) {
            assertThat(client.send(refused).statusCode()).isIn(405, 415);
        }
    }

    private static void assertTable(ConnectorBeans beans, RegistrationRun run) throws Exception {
        String table = "table,table=campaigns";
        long rows = run.customerIo.list("campaigns").rows().size();
        await("the pass is counted").atMost(PATIENCE).until(() -> beans.number(table, "PassesCompleted") == 1);
        assertThat(beans.number(table, "RowsListed")).isEqualTo(rows);
        assertThat(beans.number(table, "RowsChanged")).isEqualTo(rows);
        for (String none : List.of(
                "PassesFailed",
                "RowsDeleted",
                "DeletesHeld",
                "TooManyKeys",
                "RowsQuarantined",
                "ParentsFailed",
                "Stale")) {
            assertThat(beans.number(table, none)).as(none).isZero();
        }
        assertThat(beans.number(table, "LastSuccessAgeSeconds")).isBetween(0L, 600L);
        assertThat(beans.number(table, "LastPassMillis")).isPositive();
        assertThat(beans.number(table, "NextPassInSeconds")).isBetween(20_000L, 21_600L);
    }

    /** The status page shows the same, also to a real browser. */
    private void assertPage(RegistrationRun run) throws Exception {
        assertThat(run.page())
                .contains("campaigns", ">" + EVENTS + "<", "quarantined.not_json", "Registration", "registered");
        if (Chromium.isInstalled()) {
            assertThat(new Chromium(directory, false).document(run.statusUrl().toString()))
                    .contains("<th scope=\"row\">campaigns</th>", "<th scope=\"row\">email_events</th>");
        }
    }

    private static void assertReceiver(ConnectorBeans beans) throws Exception {
        String receiver = "receiver,receiver=0";
        assertThat(beans.number(receiver, "Confirmed")).isEqualTo(EVENTS + 1);
        assertThat(beans.number(receiver, "Repeated")).isGreaterThanOrEqualTo(EVENTS);
        assertThat(beans.number(receiver, "Dropped")).isEqualTo(1);
        for (String none : List.of("Joined", "Expired", "InFlight", "InFlightBytes")) {
            assertThat(beans.number(receiver, none)).as(none).isZero();
        }
        var refused = (CompositeData) beans.read(receiver, "RefusedByReason");
        for (String once : List.of("signature", "method", "body_compressed")) {
            assertThat(refused.get(once)).as(once).isEqualTo(1L);
        }
        assertThat(beans.number(receiver, "LatencyMillisMax"))
                .isGreaterThanOrEqualTo(beans.number(receiver, "LatencyMillisP99"));
        assertThat(beans.number(receiver, "Bound")).isEqualTo(1);
        assertThat(beans.number(receiver, "Ready")).isEqualTo(1);
        assertThat(beans.number(receiver, "CertificateDaysLeft")).isEqualTo(-1);
        assertThat(beans.number("events,table=email_events", "Received")).isEqualTo(EVENTS);
        assertThat(beans.number("events,table=email_events", "LastReceivedAgeSeconds"))
                .isBetween(0L, 600L);
        assertThat(beans.number("events,table=quarantine", "Received")).isEqualTo(1);
        assertThat(beans.number("events,table=push_events", "Received")).isEqualTo(1);
    }
}
