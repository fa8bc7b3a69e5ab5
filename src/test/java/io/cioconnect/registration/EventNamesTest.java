package io.cioconnect.registration;

import static io.cioconnect.registration.RegistrarFixture.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event names that Customer.io refuses or does not keep. */
class EventNamesTest {
    private static final String CREATE = "POST /v1/reporting_webhooks";

    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @ParameterizedTest
    @EnumSource(names = {"REFUSAL_NAMES_EVENT", "REFUSAL_POINTS_AT_EVENT"})
    void aNameThatIsPointedAtIsLeftOutAndAskedForDailyAndByTheNextTask(Mood mood) throws Exception {
        crm.customerIo.moods().on(mood);
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isTrue();
        assertThat(crm.onlyHook().events()).containsExactly("email_sent", "email_opened", "push_sent");
        assertThat(registrar.state().what()).isEqualTo("registered");
        assertThat(registrar.state().detail()).contains("left out: [" + Mood.TOUCHY_EVENT + "]");
        assertThat(registrar.state().eventNamesRefused()).isEqualTo(1);
        registrar.reconcile();
        assertThat(crm.puts()).as("what is left out is no drift").isZero();

        crm.time.sleep(Duration.ofHours(25));
        registrar.reconcile();
        assertThat(crm.puts()).as("asked for, and refused").isEqualTo(1);
        crm.registrar().reconcile();
        assertThat(crm.puts()).as("by the next task too").isEqualTo(2);

        crm.customerIo.moods().clear();
        registrar.reconcile();
        assertThat(crm.onlyHook().events()).as("not yet").hasSize(3);
        crm.time.sleep(Duration.ofHours(25));
        registrar.reconcile();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrderElementsOf(EVENTS);
        assertThat(registrar.state().eventNamesRefused()).isZero();
    }

    @Test
    void aClockThatWasAheadDoesNotPutOffTheNextTry() throws Exception {
        crm.customerIo.moods().on(Mood.REFUSAL_NAMES_EVENT);
        WebhookRegistrar registrar = crm.registrar();
        crm.time.sleep(Duration.ofDays(3_650));
        registrar.reconcile();
        crm.customerIo.moods().clear();

        crm.time.sleep(Duration.ofHours(-1));
        registrar.reconcile();
        assertThat(crm.onlyHook().events()).as("an hour is no day").hasSize(3);

        crm.time.sleep(Duration.ofDays(-3_650));
        registrar.reconcile();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrderElementsOf(EVENTS);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSAL_LISTS_ALLOWED_NAMES", "REFUSAL_QUOTES_NAME"})
    void aRefusalThatPointsAtNoNameCostsNone(Mood mood) throws Exception {
        crm.events = List.of("email_sent", "email_delivered");
        crm.customerIo.moods().on(mood);
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("refused by Customer.io");
        assertThat(registrar.reconcile()).isTrue();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrder("email_sent", "email_delivered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"the plan allows no more webhooks\"}",
                "{\"detail\":\"is invalid\",\"source\":{\"pointer\":\"/events/99\"}}",
                "{\"detail\":\"email_sent is not valid\",\"source\":{\"pointer\":\"/name\"}}",
                "{\"detail\":\"email_sent and email_opened are not valid\"}",
                "{\"detail\":\"must be one of: email_sent, sms_sent\",\"source\":{\"pointer\":\"/events\"}}",
                "{\"detail\":\"the name Kafka Connect: crm is taken\"}",
                "{\"detail\":\"https://events.example.com/webhooks/email_sent does not answer\"}",
                "{\"detail\":\"endpoint /webhooks/email_sent does not answer\"}"
            })
    void whatDoesNotPointAtOneNameLeavesNoneOut(String error) throws Exception {
        crm.answer(CREATE, 422, "{\"errors\":[" + error + "]}");
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("refused by Customer.io");
        assertThat(crm.posts()).isEqualTo(1);
        crm.customerIo.faults().clear();
        assertThat(registrar.reconcile()).isTrue();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrderElementsOf(EVENTS);
    }

    /** Connectors may be named after events. The error may quote the name in other case, and letters may take more room in lower case. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "the name Kafka Connect: \u0130 email_sent",
                "kafka connect: \u0130 email_sent and KAFKA CONNECT: \u0130 email_sent are one",
                "name 'Kafka Connect: \u0130 email_sent' is taken",
                "\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130 Kafka Connect: \u0130 email_sent"
            })
    void theWebhooksOwnNameIsNoNameOfAnEvent(String error) throws Exception {
        crm.connector = "\u0130 email_sent";
        crm.answer(CREATE, 422, "{\"errors\":[{\"detail\":\"" + error + "\"}]}");
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("refused by Customer.io");
        assertThat(crm.posts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"errors\":[{\"detail\":\"unknown event 'push_sent'.\"}]}",
                "422|{\"errors\":[{\"detail\":\"not included: email_sent, push_sent\",\"source\":{\"pointer\":\"/events/2\"}}]}",
                "422|{\"errors\":[{\"detail\":\"push_sent is not valid\",\"source\":{\"pointer\":\"/events\"}}]}",
                "422|{\"meta\":{\"errors\":[\"push_sent is not a valid event\"]}}",
                "422|{\"errors\":[{\"detail\":\"bad\",\"source\":{\"pointer\":\"/reporting_webhook/events/2\"}}]}"
            })
    void oneNameOrAPointerIsEnoughInEveryEnvelope(int status, String reply) throws Exception {
        crm.customerIo.faults().times(1, CREATE, new Fault.Answer(status, "application/json", Map.of(), reply));

        assertThat(crm.registrar().reconcile()).isTrue();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrder("email_sent", "email_opened", Mood.TOUCHY_EVENT);
    }

    @Test
    void eachErrorOfAReplyMayPointAtANameOfItsOwn() throws Exception {
        String reply = "{\"errors\":[{\"detail\":\"push_sent is unknown\"},{\"detail\":\"email_opened is unknown\"}]}";
        crm.customerIo.faults().times(1, CREATE, new Fault.Answer(422, "application/json", Map.of(), reply));

        assertThat(crm.registrar().reconcile()).isTrue();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrder("email_sent", Mood.TOUCHY_EVENT);
    }

    @Test
    void theLastNameIsNeverLeftOut() throws Exception {
        crm.events = List.of("email_teleported");
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().detail()).contains("email_teleported");
        assertThat(crm.posts()).isEqualTo(1);
    }

    @Test
    void whatIsAcceptedAndNotKeptIsAStateAfterTwoUpdates() throws Exception {
        crm.customerIo.moods().on(Mood.EVENT_NOT_KEPT);
        WebhookRegistrar registrar = crm.registrar();
        for (int check = 0; check < 6; check++) {
            assertThat(registrar.reconcile()).isTrue();
            assertThat(registrar.state().what()).isEqualTo("differs: " + Mood.TOUCHY_EVENT + " is missing");
        }
        assertThat(crm.puts()).isEqualTo(2);
        assertThat(registrar.state().isRegistered()).isFalse();

        crm.customerIo
                .reportingWebhooks()
                .change(crm.onlyHook().id(), hook -> hook.putArray("events").add("email_sent"));
        registrar.reconcile();
        assertThat(crm.onlyHook().events()).as("drift beside it is repaired").hasSize(3);
        assertThat(crm.puts()).isEqualTo(3);

        crm.customerIo.moods().clear();
        crm.customerIo
                .reportingWebhooks()
                .change(crm.onlyHook().id(), hook -> hook.withArray("events").add(Mood.TOUCHY_EVENT));
        registrar.reconcile();
        assertThat(registrar.state().what()).isEqualTo("registered");
    }
}
