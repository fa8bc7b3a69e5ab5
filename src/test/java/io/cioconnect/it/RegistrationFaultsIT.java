package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a real worker that checks five times a second: an API that spells, refuses and forgets things, and a port that cannot be bound. */
@ExtendWith(KafkaExtension.class)
final class RegistrationFaultsIT {
    private static final String TOKEN = "Made-Up-Token-0123456789";
    private static final int CHECKS = 5;

    private static ConnectWorker worker;

    private final SharedKafka kafka;

    RegistrationFaultsIT(SharedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeAll
    static void start(SharedKafka kafka) throws Exception {
        worker = kafka.newWorker(WorkerSettings.named("worker-registration-faults")
                .hurried()
                .withJvmOption("-Dio.cioconnect.registration.check.ms=200")
                .withJvmOption("-Dio.cioconnect.registration.until.bound.ms=1000"));
        worker.start();
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ENDPOINT_IN_LOWER_CASE", "HOST_IN_LOWER_CASE", "SLASH_ADDED", "STALE_AFTER_CREATE", "IDS_AS_TEXT"
            })
    void howeverItIsShownThereIsOneWebhook(Mood mood) throws IOException {
        try (RegistrationRun run = run("Shown")) {
            run.customerIo.moods().on(mood);
            run.props().with("webhook.url.tokens", TOKEN);
            run.start();
            run.awaitState("registered");
            awaitChecks(run);
            worker.rest().restart(run.connector);
            run.awaitCheck();

            assertThat(run.hook().endpoint()).isEqualTo(run.url() + "/" + TOKEN);
            assertThat(run.requests("POST")).isEqualTo(1);
            assertThat(run.requests("PUT")).isLessThanOrEqualTo(1);
            run.awaitState("registered");
        }
    }

    @Test
    void listsThatAreNotUnderstoodMakeNoWebhook() throws IOException {
        try (RegistrationRun run = run("misshaped")) {
            run.customerIo.moods().on(Mood.WEBHOOK_LIST_MISSHAPED);
            run.start();
            run.awaitState("not understood");
            awaitChecks(run);

            assertThat(run.customerIo.reportingWebhooks().hooks()).isEmpty();
            assertThat(run.said("not understood")).hasSize(1).allMatch(line -> line.contains("WARN"));
            run.customerIo.moods().clear();
            run.awaitState("registered");
            assertThat(run.requests("POST")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSAL_LISTS_ALLOWED_NAMES", "REFUSAL_QUOTES_NAME"})
    void oneRefusalWithManyNamesCostsNoEvent(Mood mood) throws IOException {
        try (RegistrationRun run = run("refused-once")) {
            run.customerIo.moods().on(mood);
            run.start();
            run.awaitState("registered");

            assertThat(run.hook().events())
                    .containsExactlyInAnyOrderElementsOf(
                            run.customerIo.reportingWebhooks().knownEvents());
        }
    }

    @Test
    void anEventThatIsPointedAtIsLeftOutUntilTheNextStart() throws IOException {
        try (RegistrationRun run = run("pointed-at")) {
            run.customerIo.moods().on(Mood.REFUSAL_POINTS_AT_EVENT);
            run.start();
            assertThat(run.awaitState("registered").path("detail").asText()).contains("[" + Mood.TOUCHY_EVENT + "]");
            assertThat(run.hook().events()).doesNotContain(Mood.TOUCHY_EVENT).hasSizeGreaterThan(60);

            run.customerIo.moods().clear();
            awaitChecks(run);
            assertThat(run.requests("PUT")).isZero();
            worker.rest().restart(run.connector);
            run.awaitHook("complete", hook -> hook.events().contains(Mood.TOUCHY_EVENT));
        }
    }

    @Test
    void anEventThatIsAcceptedAndNotKeptIsAState() throws IOException {
        try (RegistrationRun run = run("not-kept")) {
            run.customerIo.moods().on(Mood.EVENT_NOT_KEPT);
            run.start();
            run.awaitState("differs: " + Mood.TOUCHY_EVENT);
            awaitChecks(run);

            assertThat(run.requests("PUT")).isEqualTo(2);
            assertThat(run.said("differs: ")).hasSize(1);
        }
    }

    @Test
    void driftIsRepairedThoughTheApiTakesNoReadOnlyFields() throws IOException {
        try (RegistrationRun run = run("read-only")) {
            run.customerIo.moods().on(Mood.READ_ONLY_FIELDS, Mood.FIELDS_ADDED);
            run.start();
            Hook right = run.awaitHook();
            run.awaitState("registered");
            run.customerIo
                    .reportingWebhooks()
                    .change(right.id(), hook -> hook.putArray("events").add("email_sent"));

            run.awaitHook("as it was", right::equals);
            run.awaitRepairs(1);
        }
    }

    @Test
    void aWebhookIsEnabledOnlyWhenItsPortIsBound() throws IOException {
        try (RegistrationRun run = run("unbound")) {
            try (ServerSocket other = new ServerSocket(run.port(), 1, InetAddress.getByName("0.0.0.0"))) {
                assertThat(other.isBound()).isTrue();
                run.start();
                run.awaitHook("made, but disabled", Hook::disabled);
                run.awaitCheck();
                worker.rest().restart(run.connector);
                run.awaitState("disabled: waiting for port");
                run.awaitCheck();
                assertThat(run.hook().disabled()).isTrue();
            }
            run.awaitHook("enabled", hook -> !hook.disabled());
            run.awaitState("registered");
            assertThat(run.hook().name()).isEqualTo("Kafka Connect: " + run.connector);
            run.deliverOne();
        }
    }

    @Test
    void oneFailureIsOneLineWhateverItsReference() throws IOException {
        try (RegistrationRun run = run("referenced")) {
            for (int i = 0; i < 200; i++) {
                String body = "{\"errors\":[{\"detail\":\"the plan allows no more webhooks (reference a" + i + ")\"}]}";
                run.customerIo
                        .faults()
                        .times(
                                1,
                                "POST /v1/reporting_webhooks",
                                new Fault.Answer(422, "application/json", Map.of(), body));
            }
            run.start();
            run.awaitState("refused by Customer.io");
            await("further refusals").until(() -> run.requests("POST") >= CHECKS);

            List<String> said = run.said("refused by Customer.io");
            assertThat(said).singleElement().asString().contains("WARN", "the plan allows no more webhooks");
        }
    }

    private static void awaitChecks(RegistrationRun run) {
        for (int i = 0; i < CHECKS; i++) {
            run.awaitCheck();
        }
    }

    private RegistrationRun run(String name) throws IOException {
        return new RegistrationRun(kafka, worker, name);
    }
}
