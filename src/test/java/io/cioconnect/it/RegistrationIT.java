package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Hook;
import io.cioconnect.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reporting webhook, made and kept by a connector on a real worker. The worker checks it every half second instead of every two
 * minutes, and has a forward proxy for all HTTPS, so that both regions can be asked for. The API is in {@link HarmlessMoods}.
 */
@ExtendWith(KafkaExtension.class)
final class RegistrationIT {
    private static final String EU = "api-eu.customer.io";
    private static final String TOKEN = "made-up-token-0123456789";

    private static ForwardProxy proxy;
    private static ConnectWorker worker;

    private final SharedKafka kafka;

    RegistrationIT(SharedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeAll
    static void start(SharedKafka kafka, @TempDir Path directory) throws Exception {
        Path keystore = directory.resolve("eu.p12");
        TestCertificate.of(EU, "EC").write(keystore, "PKCS12");
        proxy = new ForwardProxy(EU, keystore);
        worker = kafka.newWorker(WorkerSettings.named("worker-registration")
                .withJvmOption("-Dio.cioconnect.registration.check.ms=500")
                .withJvmOption("-Dhttps.proxyHost=localhost")
                .withJvmOption("-Dhttps.proxyPort=" + proxy.port())
                .withJvmOption("-Djavax.net.ssl.trustStore=" + keystore)
                .withJvmOption("-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD));
        worker.start();
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
        proxy.close();
    }

    @Test
    void theFirstStartMakesTheWebhookAsConfigured() throws IOException {
        try (RegistrationRun run = run("first")) {
            run.props().with("webhook.full.resolution", true).with("webhook.with.content", true);
            run.start();
            JsonNode state = run.awaitState("registered");

            Hook hook = run.hook();
            assertThat(hook.name()).isEqualTo("Kafka Connect: " + run.connector);
            assertThat(hook.endpoint()).isEqualTo(run.url());
            assertThat(hook.events())
                    .containsExactlyInAnyOrderElementsOf(
                            run.customerIo.reportingWebhooks().knownEvents());
            assertThat(hook.disabled()).isFalse();
            assertThat(hook.fullResolution()).isTrue();
            assertThat(hook.withContent()).isTrue();
            assertThat(state.path("drift_repaired_at").isNull()).isTrue();
            assertThat(run.said("registered")).hasSize(1);
            run.deliverOne();
        }
    }

    @Test
    void restartsOfConnectorAndWorkerMakeNoSecondWebhook() throws IOException {
        try (RegistrationRun run = run("restarted")) {
            run.start();
            Hook hook = run.awaitHook();
            run.awaitSaid("registered", 1);
            worker.rest().stop(run.connector);
            worker.rest().resume(run.connector);
            run.awaitSaid("registered", 2);

            worker.kill();
            worker.start();
            run.awaitSaid("registered", 3);

            assertThat(run.hook()).isEqualTo(hook);
            assertThat(run.requests("POST")).isEqualTo(1);
            assertThat(run.requests("PUT")).isZero();
        }
    }

    @Test
    void driftOfEachFieldIsRepairedWhileTheConnectorRuns() throws IOException {
        try (RegistrationRun run = run("drifting")) {
            run.props()
                    .with("webhook.full.resolution", true)
                    .with("webhook.with.content", false)
                    .with("webhook.url.tokens", TOKEN);
            run.start();
            run.awaitState("registered");
            Hook right = run.hook();
            assertThat(right.endpoint()).isEqualTo(run.url() + "/" + TOKEN);

            run.customerIo
                    .reportingWebhooks()
                    .change(right.id(), hook -> hook.putArray("events").add("email_sent"));
            run.awaitHook("as it was: events", right::equals);
            run.change(Map.of("full_resolution", false));
            run.awaitHook("as it was: full_resolution", right::equals);
            run.change(Map.of("with_content", true));
            run.awaitHook("as it was: with_content", right::equals);
            run.customerIo.reportingWebhooks().change(right.id(), hook -> hook.put("endpoint", run.url()));
            run.awaitHook("as it was: endpoint", right::equals);

            run.awaitRepairs(4);
            assertThat(run.registration().path("drift_repaired_at").isTextual()).isTrue();
            assertThat(run.requests("PUT")).isEqualTo(4);
        }
    }

    @Test
    void aNewNameIsNoDriftAndAForeignEndpointIs() throws IOException {
        try (RegistrationRun run = run("moved")) {
            run.start();
            long id = run.awaitHook().id();
            run.customerIo.reportingWebhooks().change(id, hook -> hook.put("name", "renamed by hand"));
            run.awaitCheck();
            assertThat(run.hook().name()).isEqualTo("renamed by hand");
            assertThat(run.requests("PUT")).isZero();

            run.customerIo.reportingWebhooks().change(id, hook -> hook.put("endpoint", "https://other.example.com/"));
            run.awaitHook("back", hook -> hook.endpoint().equals(run.url()));
            run.awaitRepairs(1);
            assertThat(run.hook().id()).isEqualTo(id);
        }
    }

    @Test
    void aWebhookDisabledByHandIsReportedAndStaysSoOverRestarts() throws IOException {
        try (RegistrationRun run = run("disabled")) {
            run.start();
            run.awaitState("registered");
            run.change(Map.of("disabled", true));

            assertThat(run.awaitState("disabled by hand").path("detail").asText())
                    .contains("enable the webhook in Customer.io");
            run.awaitCheck();
            assertThat(run.hook().disabled()).as("not fought").isTrue();
            assertThat(run.said("disabled by hand"))
                    .singleElement()
                    .asString()
                    .as("events do not come")
                    .contains("WARN");

            worker.rest().restart(run.connector);
            run.awaitCheck();
            run.awaitState("disabled by hand");
            worker.rest().stop(run.connector);
            worker.rest().resume(run.connector);
            run.awaitCheck();
            run.awaitState("disabled by hand");
            assertThat(run.hook().disabled()).isTrue();
            assertThat(run.requests("PUT")).isZero();

            run.change(Map.of("disabled", false));
            run.awaitState("registered");
        }
    }

    @Test
    void aWebhookDeletedByHandIsMadeAgain() throws IOException {
        try (RegistrationRun run = run("deleted")) {
            run.start();
            run.awaitState("registered");
            long id = run.hook().id();
            run.customerIo.reportingWebhooks().remove(id);

            Hook again = run.awaitHook("another one", hook -> hook.id() != id);
            assertThat(again.endpoint()).isEqualTo(run.url());
            assertThat(again.disabled()).isFalse();
            run.awaitRepairs(1);
            run.awaitState("registered");
        }
    }

    @Test
    void aKeyWithoutTheScopeCostsOnlyTheRegistration() throws IOException {
        try (RegistrationRun run = run("forbidden")) {
            run.customerIo.reportingWebhooks().permit(false);
            run.props().with("tables", "campaigns,email_events");
            worker.rest().put(run.connector, run.props().toMap());

            assertThat(run.awaitState("not permitted: key lacks scope")
                            .path("detail")
                            .asText())
                    .contains("webhook.registration=manual");
            run.awaitPass("campaigns");
            run.deliverOne();
            assertThat(worker.rest().failures(run.connector)).isEmpty();
            assertThat(run.customerIo.reportingWebhooks().hooks()).isEmpty();

            run.customerIo.reportingWebhooks().permit(true);
            run.awaitState("registered");
        }
    }

    @Test
    void whileTheApiIsDownEventsArriveAndTheRestCatchesUp() throws IOException {
        try (RegistrationRun run = run("outage")) {
            run.customerIo.faults().always("/v1", Fault.status(503));
            run.props().with("tables", "campaigns,email_events");
            worker.rest().put(run.connector, run.props().toMap());
            run.deliverOne();
            assertThat(run.registration().path("state").asText())
                    .as("still within the tries of its first call")
                    .isEqualTo("starting");

            run.customerIo.faults().clear();
            run.customerIo.faults().always("/v1/reporting_webhooks", Fault.status(503));
            run.awaitPass("campaigns");
            assertThat(run.customerIo.reportingWebhooks().hooks()).isEmpty();

            run.customerIo.faults().clear();
            run.awaitState("registered");
            assertThat(run.requests("POST")).isEqualTo(1);
            assertThat(worker.rest().failures(run.connector)).isEmpty();
        }
    }

    @Test
    void anEventNameTheApiRefusesIsLeftOutAndSaid() throws IOException {
        try (RegistrationRun run = run("refused")) {
            run.props().with("webhook.events", "email_sent,email_teleported,email_opened");
            run.start();

            assertThat(run.awaitState("registered").path("detail").asText()).contains("email_teleported");
            assertThat(run.hook().events()).containsExactlyInAnyOrder("email_sent", "email_opened");
            run.awaitCheck();
            assertThat(run.requests("POST")).isEqualTo(2);
            assertThat(run.requests("PUT")).as("what was left out is no drift").isZero();
        }
    }

    @Test
    void eachRegionHasItsOwnApi() throws IOException {
        try (RegistrationRun run = run("european")) {
            proxy.leadTo(run.customerIo.url());
            run.props().without("app.api.url").with("region", "eu");
            run.start();
            run.awaitState("registered");
            assertThat(run.hook().endpoint()).isEqualTo(run.url());
            assertThat(proxy.asked()).isNotEmpty().containsOnly(EU + ":443");

            run.props().with("region", "us");
            assertThat(worker.rest()
                            .validate(
                                    "CustomerIoSourceConnector",
                                    run.props().with("name", run.connector).toMap()))
                    .as("nobody answers there, which proves nothing")
                    .isEmpty();
            assertThat(proxy.asked()).contains("api.customer.io:443");
        }
    }

    private RegistrationRun run(String name) throws IOException {
        RegistrationRun run = new RegistrationRun(kafka, worker, name);
        HarmlessMoods.switchOn(run.customerIo);
        return run;
    }
}
