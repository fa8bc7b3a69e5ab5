package io.cioconnect.registration;

import static io.cioconnect.registration.RegistrarFixture.EVENTS;
import static io.cioconnect.registration.RegistrarFixture.NAME;
import static io.cioconnect.registration.RegistrarFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a creation whose answer does not tell whether there is a webhook now. */
class LostCreationTest {
    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @Test
    void aLostAnswerAndStaleListsMakeNoSecondWebhook() throws Exception {
        crm.customerIo.moods().on(Mood.STALE_AFTER_CREATE);
        crm.customerIo.reportingWebhooks().losePostReplies(1);
        WebhookRegistrar registrar = crm.registrar();
        for (int check = 0; check < 4; check++) {
            assertThat(registrar.reconcile()).isFalse();
        }
        assertThat(registrar.reconcile()).isTrue();

        crm.onlyHook();
        assertThat(crm.posts()).isEqualTo(1);
    }

    /** Such an answer does not say that there is no webhook. */
    @ParameterizedTest
    @ValueSource(ints = {408, 500})
    void aCreationThatFailedIsRepeatedWhenNoListHasIt(int status) throws Exception {
        crm.customerIo.faults().times(1, "POST /v1/reporting_webhooks", Fault.status(status));
        WebhookRegistrar registrar = crm.registrar();
        int checks = 1;
        while (!registrar.reconcile()) {
            checks++;
        }

        assertThat(checks).isBetween(4, 8);
        crm.onlyHook();
        assertThat(crm.posts()).isEqualTo(2);
    }

    @Test
    void aCreationAnsweredWithoutIdIsNeverRepeated() throws Exception {
        crm.answer("POST /v1/reporting_webhooks", 200, "{}");
        WebhookRegistrar registrar = crm.registrar();
        for (int check = 0; check < 8; check++) {
            assertThat(registrar.reconcile()).isFalse();
        }

        assertThat(crm.posts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void aLostCreationIsOverWhenItsWebhookIsFound(int status) throws Exception {
        crm.answer("POST /v1/reporting_webhooks", status, "{}");
        WebhookRegistrar registrar = crm.registrar();
        assertThat(registrar.reconcile()).isFalse();
        crm.customerIo.faults().clear();
        crm.customerIo.reportingWebhooks().add(NAME, URL, EVENTS);
        assertThat(registrar.reconcile()).isTrue();
        crm.customerIo.reportingWebhooks().remove(crm.onlyHook().id());

        assertThat(registrar.reconcile()).as("made again at once").isTrue();
        crm.onlyHook();
    }
}
