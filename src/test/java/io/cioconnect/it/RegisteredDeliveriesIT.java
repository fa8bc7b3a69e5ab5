package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.DeliveringWebhooks;
import io.cioconnect.simulator.DeliveryChecker;
import io.cioconnect.simulator.DeliveryChecker.Copy;
import io.cioconnect.simulator.DeliveryChecker.Report;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.SampleEvent;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.SteadyLoad;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.WebhookClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Customer.io delivers to the webhooks that connectors registered, wherever these move; and how long they last. */
@ExtendWith(KafkaExtension.class)
final class RegisteredDeliveriesIT {
    private static final String FIRST_TOKEN = "made-up-token-first-0000001";
    private static final String SECOND_TOKEN = "made-up-token-second-000002";
    private static final int EVENTS_PER_SECOND = 20;
    private static final int EVENTS_PER_STAGE = 40;
    private static final String PROBE = "an-event-beside-the-load";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SharedKafka kafka;
    private final ConnectWorker worker;

    RegisteredDeliveriesIT(SharedKafka kafka) {
        this.kafka = kafka;
        this.worker = kafka.worker();
    }

    @Test
    void twoConnectorsOnOneListenerHaveAWebhookEachAndGetTheirOwnEvents() throws Exception {
        try (RegistrationRun emails = new RegistrationRun(kafka, worker, "emails");
                RegistrationRun both = emails.beside("both");
                DeliveringWebhooks webhooks = new DeliveringWebhooks(
                        emails.customerIo.reportingWebhooks(), RegistrationRun.KEY, SenderRules.shortened())) {
            emails.props().with("tables", "email_events");
            both.props().with("tables", "email_events,push_events");
            emails.start();
            both.start();
            emails.awaitState("registered");
            both.awaitState("registered");
            assertThat(emails.customerIo.reportingWebhooks().hooks())
                    .extracting(Hook::endpoint)
                    .containsExactlyInAnyOrder(emails.url(), both.url());

            List<String> sentEmails = emit(webhooks, "email_sent", 2);
            List<String> sentPushes = emit(webhooks, "push_sent", 1);
            for (Hook hook : emails.customerIo.reportingWebhooks().hooks()) {
                assertThat(webhooks.sender(hook.id()).awaitEmptyBacklog(PATIENCE))
                        .isTrue();
            }

            assertThat(emails.eventIds("email_events")).containsExactlyInAnyOrderElementsOf(sentEmails);
            assertThat(both.eventIds("email_events")).containsExactlyInAnyOrderElementsOf(sentEmails);
            assertThat(both.eventIds("push_events")).containsExactlyInAnyOrderElementsOf(sentPushes);
            assertThat(kafka.topics().names(emails.connector)).containsExactly(emails.connector + ".email_events");
        }
    }

    @Test
    void aTokenIsExchangedUnderLoadWithoutALostEvent() throws Exception {
        try (RegistrationRun run = new RegistrationRun(kafka, worker, "rotated");
                DeliveringWebhooks webhooks = new DeliveringWebhooks(
                        run.customerIo.reportingWebhooks(),
                        "",
                        SenderRules.shortened().withHour(Duration.ofSeconds(1)))) {
            run.props().without("webhook.signing.keys").with("webhook.url.tokens", FIRST_TOKEN);
            run.start();
            Hook first =
                    run.awaitHook("at the first token", hook -> hook.endpoint().endsWith("/" + FIRST_TOKEN));
            WebhookSender sender = webhooks.sender(first.id());
            SteadyLoad load = webhooks.load(EVENTS_PER_SECOND, new SampleEvents());
            try {
                awaitConfirmed(sender);

                run.props().with("webhook.url.tokens", FIRST_TOKEN + "," + SECOND_TOKEN);
                run.start();
                run.awaitHook(
                        "the same at the second token",
                        hook -> hook.id() == first.id() && hook.endpoint().endsWith("/" + SECOND_TOKEN));
                awaitConfirmed(sender);
                assertThat(deliveryTo(run, FIRST_TOKEN))
                        .as("both are taken meanwhile")
                        .isEqualTo(200);

                run.props().with("webhook.url.tokens", SECOND_TOKEN);
                run.start();
                await("the first token is revoked").atMost(PATIENCE).until(() -> deliveryTo(run, FIRST_TOKEN) == 404);
                awaitConfirmed(sender);
            } finally {
                load.close();
            }
            assertThat(sender.awaitEmptyBacklog(PATIENCE))
                    .as("the backlog drains")
                    .isTrue();
            assertNothingLost(run, sender, webhooks);
        }
    }

    @Test
    void theWebhookOutlivesTheConnectorUntilTheDocumentedCallRemovesIt() throws Exception {
        try (RegistrationRun run = new RegistrationRun(kafka, worker, "left")) {
            run.start();
            Hook hook = run.awaitHook();
            worker.rest().delete(run.connector);
            assertThat(run.hook()).isEqualTo(hook);

            HttpRequest call = HttpRequest.newBuilder(
                            URI.create(run.customerIo.url() + "/v1/reporting_webhooks/" + hook.id()))
                    .header("Authorization", "Bearer " + run.customerIo.apiKey())
                    .DELETE()
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(call, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(run.customerIo.reportingWebhooks().hooks()).isEmpty();
        }
    }

    private void assertNothingLost(RegistrationRun run, WebhookSender sender, DeliveringWebhooks webhooks) {
        assertThat(webhooks.unwanted())
                .as("no moment without an enabled webhook")
                .isZero();
        List<Copy> copies = new ArrayList<>();
        for (String topic : kafka.topics().names(run.connector)) {
            kafka.topics().read(topic).forEach(record -> {
                String id = record.key().path("event_id").asText();
                if (!id.equals(PROBE)) {
                    copies.add(new Copy(id, topic, record.partition(), record.offset()));
                }
            });
        }
        Report report = new DeliveryChecker(sender.attempts(), copies).check();
        System.out.printf(
                "token exchanged: confirmed %d, attempts by outcome %s%n", report.confirmed(), report.outcomes());
        assertThat(report.violations()).as("%s", report.outcomes()).isEmpty();
        assertThat(report.oneHourAnswers()).isZero();
    }

    private static void awaitConfirmed(WebhookSender sender) {
        long target = confirmed(sender) + EVENTS_PER_STAGE;
        await(EVENTS_PER_STAGE + " more events confirmed").atMost(PATIENCE).until(() -> confirmed(sender) >= target);
    }

    private static long confirmed(WebhookSender sender) {
        return sender.attempts().stream().filter(Attempt::isConfirmed).count();
    }

    /** Of an event that is not part of the load. */
    private static int deliveryTo(RegistrationRun run, String token) {
        String event = "{\"event_id\":\"" + PROBE
                + "\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1789430399,"
                + "\"data\":{\"delivery_id\":\"d1\"}}";
        return new WebhookClient(URI.create(run.url() + "/" + token), "not-needed").deliver(event);
    }

    private static List<String> emit(DeliveringWebhooks webhooks, String name, int wantedBy) {
        SampleEvents events = new SampleEvents(List.of(name));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SampleEvent event = events.get();
            assertThat(webhooks.emit(event)).isEqualTo(wantedBy);
            ids.add(event.id());
        }
        return ids;
    }
}
