package io.cioconnect.registration;

import static io.cioconnect.registration.RegistrarFixture.NAME;
import static io.cioconnect.registration.RegistrarFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Mood;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When the webhook is enabled, and by whom. */
class EnablingTest {
    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @Test
    void isMadeDisabledWithoutKeyAndEnabledByTheTaskThatHasOne() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar first = crm.registrar();
        first.reconcile();
        assertThat(crm.onlyHook().disabled()).isTrue();
        assertThat(first.state().what()).isEqualTo("disabled: waiting for signing key");
        assertThat(first.state().detail()).contains(NAME, "webhook.signing.keys");
        first.reconcile();
        crm.registrar().reconcile();
        assertThat(crm.puts()).isZero();

        crm.canVerify = true;
        WebhookRegistrar next = crm.registrar();
        next.reconcile();

        assertThat(crm.onlyHook().disabled()).isFalse();
        assertThat(crm.onlyHook().name()).isEqualTo(NAME);
        assertThat(next.state().what()).isEqualTo("registered");
    }

    @Test
    void isEnabledWhenItsKeyComesWhileTheTaskRuns() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        assertThat(registrar.canEnable()).isFalse();

        crm.canVerify = true;
        assertThat(registrar.canEnable()).isTrue();
        registrar.reconcile();
        assertThat(crm.onlyHook().disabled()).isFalse();
        assertThat(registrar.canEnable()).isFalse();
    }

    /** The loop asks {@code canEnable} four times a second: without its waits, a refused key would be tried as fast as the budget allows. */
    @Test
    void aCheckThatFailsWhenTheKeyHasComeIsNotRepeatedAtOnce() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.answer("GET /v1/reporting_webhooks", 403, "{}");
        crm.canVerify = true;
        assertThat(registrar.canEnable()).isTrue();
        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.canEnable()).isFalse();

        crm.customerIo.faults().clear();
        registrar.reconcile();
        assertThat(crm.onlyHook().disabled()).isFalse();
    }

    @Test
    void isEnabledOnlyWhenThePortIsBound() throws Exception {
        crm.bound = false;
        WebhookRegistrar registrar = crm.registrar();
        assertThat(registrar.lacksOnlyThePort()).isTrue();
        registrar.reconcile();
        assertThat(crm.onlyHook().disabled()).isTrue();
        assertThat(registrar.state().what()).isEqualTo("disabled: waiting for port");
        crm.registrar().reconcile();
        assertThat(crm.onlyHook().disabled()).as("nor by the next task").isTrue();

        crm.bound = true;
        crm.registrar().reconcile();
        assertThat(crm.onlyHook().disabled()).isFalse();
    }

    @Test
    void staysDisabledByHandOverRestartsAndLostPorts() throws Exception {
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.change("disabled", true);
        registrar.reconcile();
        assertThat(registrar.state().what()).isEqualTo("disabled by hand");

        for (boolean bound : new boolean[] {true, false, true}) {
            crm.bound = bound;
            registrar = crm.registrar();
            registrar.reconcile();
            assertThat(registrar.state().what()).isEqualTo("disabled by hand");
            registrar.reconcile();
        }
        assertThat(crm.onlyHook().disabled()).isTrue();
        assertThat(crm.puts()).isZero();
    }

    @Test
    void staysDisabledByHandAlsoRightAfterWeEnabledIt() throws Exception {
        for (boolean sameTask : new boolean[] {true, false}) {
            crm.canVerify = false;
            WebhookRegistrar registrar = crm.registrar();
            registrar.reconcile();
            crm.canVerify = true;
            registrar = sameTask ? registrar : crm.registrar();
            registrar.reconcile();
            assertThat(crm.onlyHook().disabled()).isFalse();

            crm.change("disabled", true);
            long puts = crm.puts();
            registrar.reconcile();
            assertThat(registrar.state().what()).isEqualTo("disabled by hand");
            assertThat(crm.puts()).isEqualTo(puts);
            crm.customerIo.reportingWebhooks().remove(crm.onlyHook().id());
        }
    }

    @Test
    void oneThatTookThePlaceOfOursStaysDisabledByHandWhenThePortIsBound() throws Exception {
        crm.bound = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.customerIo.reportingWebhooks().remove(crm.onlyHook().id());
        crm.customerIo.reportingWebhooks().add("by hand", URL, List.of("email_sent"));
        crm.change("disabled", true);
        crm.bound = true;
        registrar.reconcile();

        assertThat(crm.onlyHook().disabled()).isTrue();
        assertThat(registrar.state().what()).isEqualTo("disabled by hand");
    }

    /** With the mark, a later task would take it for one that waits, and enable it. */
    @Test
    void theMarkIsTakenOffHoweverOftenItWasPutOnAndOff() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        for (boolean disabled : new boolean[] {false, true, false}) {
            crm.change("disabled", disabled);
            registrar.reconcile();
        }

        assertThat(crm.onlyHook().name()).isEqualTo(NAME);
    }

    /** What is accepted and not kept is tried twice, and not taken for a hand. */
    @Test
    void whatStaysDisabledInTheReplyIsEnabledOnceMore() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.canVerify = true;
        long id = crm.onlyHook().id();
        crm.answer("PUT /v1/reporting_webhooks/" + id, 200, webhook(id, true));
        for (int i = 0; i < 4; i++) {
            registrar.reconcile();
        }

        assertThat(crm.puts()).isEqualTo(2);
        assertThat(registrar.state().what()).startsWith("differs: ").contains("disabled");
    }

    /** The mark in its name is gone then, and only the task knows that no hand disabled it. */
    @Test
    void whatStaysDisabledThoughItsNameIsTakenIsEnabledOnceMore() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.canVerify = true;
        long id = crm.onlyHook().id();
        crm.answer("PUT /v1/reporting_webhooks/" + id, 200, webhook(id, true));
        crm.change("name", NAME);
        for (int i = 0; i < 4; i++) {
            registrar.reconcile();
            assertThat(registrar.state().what()).isEqualTo("differs: disabled is not false");
        }

        assertThat(crm.puts()).isEqualTo(2);
    }

    @Test
    void whatIsMadeDisabledAgainstOurWishIsEnabled() throws Exception {
        crm.answer("POST /v1/reporting_webhooks", 200, webhook(7, true));
        crm.answer("PUT /v1/reporting_webhooks/7", 200, webhook(7, false));
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();

        assertThat(crm.puts()).isEqualTo(1);
        assertThat(registrar.state().what()).isEqualTo("registered");
    }

    @Test
    void staysDisabledByHandWhenDriftIsRepaired() throws Exception {
        crm.registrar().reconcile();
        crm.change("disabled", true);
        crm.change("endpoint", URL + "?drift");
        crm.customerIo
                .reportingWebhooks()
                .change(crm.onlyHook().id(), hook -> hook.putArray("events").add("sms_sent"));
        crm.registrar().reconcile();

        assertThat(crm.onlyHook().events()).hasSize(4);
        assertThat(crm.onlyHook().disabled()).isTrue();
    }

    @Test
    void onceEnabledByHandItIsTheUsersToDisable() throws Exception {
        crm.canVerify = false;
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.change("disabled", false);
        registrar.reconcile();
        assertThat(crm.onlyHook().name()).isEqualTo(NAME);
        assertThat(crm.onlyHook().disabled()).isFalse();

        crm.canVerify = true;
        registrar.reconcile();
        crm.change("disabled", true);
        crm.registrar().reconcile();
        assertThat(crm.onlyHook().disabled()).isTrue();
    }

    @Test
    void aWebhookMadeByHandAndDisabledIsEnabledWhenVerificationHasJustBecomePossible() throws Exception {
        crm.customerIo.reportingWebhooks().add("by hand", URL, List.of("email_sent"));
        crm.change("disabled", true);
        crm.canVerify = false;
        crm.registrar().reconcile();
        crm.canVerify = true;
        crm.registrar().reconcile();

        assertThat(crm.onlyHook().disabled()).isFalse();
        assertThat(crm.onlyHook().name()).isEqualTo("by hand");
    }

    @Test
    void anUpdateSendsWhatIsKnownAndNothingElse() throws Exception {
        crm.registrar().reconcile();
        crm.customerIo.moods().on(Mood.READ_ONLY_FIELDS, Mood.FIELDS_ADDED);
        crm.change("with_content", true);
        crm.customerIo
                .reportingWebhooks()
                .change(crm.onlyHook().id(), hook -> hook.putArray("events").add("sms_sent"));
        assertThat(crm.registrar().reconcile()).isTrue();

        assertThat(crm.onlyHook().events()).hasSize(4);
        assertThat(crm.onlyHook().withContent()).as("as read").isTrue();
    }

    private static String webhook(long id, boolean disabled) {
        return """
                {"id":%s,"name":"%s","endpoint":"%s","disabled":%s,"events":["email_sent","email_opened","push_sent","%s"]}""".formatted(id, NAME, URL, disabled, Mood.TOUCHY_EVENT);
    }
}
