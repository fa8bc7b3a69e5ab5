package io.cioconnect.registration;

import static io.cioconnect.registration.RegistrarFixture.EVENTS;
import static io.cioconnect.registration.RegistrarFixture.NAME;
import static io.cioconnect.registration.RegistrarFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Hook;
import io.cioconnect.testing.CapturedLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebhookRegistrarTest {
    private static final String OLD_TOKEN = "made-up-token-old-0000001";
    private static final String NEW_TOKEN = "made-up-token-new-0000002";
    private static final String THIRD_TOKEN = "made-up-token-third-00003";

    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @Test
    void createsTheWebhookEnabledWhenDeliveriesCanBeVerified() throws Exception {
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isTrue();

        Hook hook = crm.onlyHook();
        assertThat(hook.endpoint()).isEqualTo(URL);
        assertThat(hook.name()).isEqualTo(NAME);
        assertThat(hook.events()).containsExactlyInAnyOrderElementsOf(EVENTS);
        assertThat(hook.disabled()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("registered");
    }

    @Test
    void aRestartMakesNoSecondWebhook() throws Exception {
        crm.registrar().reconcile();
        crm.registrar().reconcile();

        crm.onlyHook();
        assertThat(crm.posts()).isEqualTo(1);
        assertThat(crm.puts()).isZero();
    }

    @Test
    void aLostReplyToTheCreationMakesNoSecondWebhook() throws Exception {
        crm.customerIo.reportingWebhooks().losePostReplies(1);
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.reconcile()).isTrue();

        crm.onlyHook();
        assertThat(crm.posts()).isEqualTo(1);
    }

    @Test
    void repairsDriftOfEachFieldAndLeavesTheOthersAsTheyAre() throws Exception {
        crm.fullResolution = Optional.of(true);
        crm.withContent = Optional.of(false);
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        long id = crm.onlyHook().id();

        crm.customerIo
                .reportingWebhooks()
                .change(id, hook -> hook.putArray("events").add("email_sent"));
        registrar.reconcile();
        assertThat(crm.onlyHook().events()).containsExactlyInAnyOrderElementsOf(EVENTS);
        assertThat(registrar.state().what()).startsWith("drift repaired at ");

        crm.customerIo.reportingWebhooks().change(id, hook -> hook.put("full_resolution", false));
        registrar.reconcile();
        assertThat(crm.onlyHook().fullResolution()).isTrue();

        crm.customerIo
                .reportingWebhooks()
                .change(id, hook -> hook.put("with_content", true).put("name", "renamed by hand"));
        registrar.reconcile();
        assertThat(crm.onlyHook().withContent()).isFalse();
        assertThat(crm.onlyHook().name()).isEqualTo("renamed by hand");

        registrar.reconcile();
        assertThat(registrar.state().what()).isEqualTo("registered");
        assertThat(registrar.state().repairedAt()).isPresent();
    }

    @Test
    void leavesOptionsThatAreNotConfiguredAsTheyAre() throws Exception {
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.customerIo.reportingWebhooks().change(crm.onlyHook().id(), hook -> hook.put("with_content", true));
        registrar.reconcile();

        assertThat(crm.onlyHook().withContent()).isTrue();
    }

    @Test
    void createsAgainWhatWasDeletedByHand() throws Exception {
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        crm.customerIo.reportingWebhooks().remove(crm.onlyHook().id());
        registrar.reconcile();

        assertThat(crm.onlyHook().disabled()).isFalse();
        assertThat(registrar.state().what()).startsWith("drift repaired at ");
    }

    @Test
    void neverTouchesWebhooksOfOthersOrScripts() throws Exception {
        crm.customerIo.reportingWebhooks().addScript(URL);
        crm.customerIo.reportingWebhooks().add("other", "https://other.example.com/", List.of("email_sent"));
        crm.registrar().reconcile();

        assertThat(crm.customerIo.reportingWebhooks().hooks()).hasSize(3);
        assertThat(crm.puts()).isZero();
    }

    @Test
    void theHookFollowsTheNewestTokenAlsoAfterTheOldOneIsGone() throws Exception {
        crm.registrar(OLD_TOKEN).reconcile();
        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/" + OLD_TOKEN);

        crm.registrar(OLD_TOKEN, NEW_TOKEN).reconcile();
        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/" + NEW_TOKEN);

        crm.registrar(THIRD_TOKEN).reconcile();
        assertThat(crm.onlyHook().endpoint()).endsWith("third-00003");
    }

    @Test
    void aTokenIsOneSegmentFurtherAlsoWhenTheUrlEndsInASlash() throws Exception {
        crm.url = URL + "/";
        crm.registrar(OLD_TOKEN).reconcile();
        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/" + OLD_TOKEN);

        crm.registrar(OLD_TOKEN, NEW_TOKEN).reconcile();
        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/" + NEW_TOKEN);

        crm.registrar().reconcile();
        assertThat(crm.onlyHook().endpoint()).isEqualTo(URL + "/");
    }

    @Test
    void theHookMovesOnlyWhenAllOfSeveralReceiversHadTimeToLearnTheNewToken() throws Exception {
        crm.registrar(OLD_TOKEN).reconcile();
        crm.severalReceivers = true;
        WebhookRegistrar registrar = crm.registrar(OLD_TOKEN, NEW_TOKEN);

        registrar.reconcile();
        assertThat(crm.onlyHook().endpoint()).endsWith(OLD_TOKEN);
        assertThat(registrar.state().detail()).contains("newest token");
        registrar.reconcile();
        assertThat(crm.onlyHook().endpoint()).endsWith(NEW_TOKEN);
        assertThat(registrar.state().what()).isEqualTo("registered");
        assertThat(registrar.state().detail()).isEmpty();
    }

    @Test
    void theHookStaysAtTheNewestTokenWhenSeveralReceiversRestart() throws Exception {
        crm.registrar(NEW_TOKEN).reconcile();
        crm.severalReceivers = true;
        WebhookRegistrar registrar = crm.registrar(OLD_TOKEN, NEW_TOKEN);
        registrar.reconcile();

        assertThat(crm.onlyHook().endpoint()).endsWith(NEW_TOKEN);
        assertThat(crm.puts()).isZero();
        assertThat(registrar.state().detail()).isEmpty();
    }

    @Test
    void theHookLeavesATokenThatNoReceiverTakesAtOnce() throws Exception {
        crm.registrar(OLD_TOKEN).reconcile();
        crm.severalReceivers = true;
        crm.registrar(NEW_TOKEN).reconcile();

        assertThat(crm.onlyHook().endpoint()).endsWith(NEW_TOKEN);
    }

    @Test
    void saysThatTheKeyLacksTheScope() throws Exception {
        crm.customerIo.reportingWebhooks().permit(false);
        WebhookRegistrar registrar = crm.registrar();

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("not permitted: key lacks scope");
    }

    @Test
    void eachChangeOfStateIsLoggedOnceWithWhatToDoAboutIt() throws Exception {
        try (var log = new CapturedLog()) {
            WebhookRegistrar registrar = crm.registrar();
            crm.customerIo.reportingWebhooks().permit(false);
            registrar.reconcile();
            registrar.reconcile();
            crm.customerIo.reportingWebhooks().permit(true);
            registrar.reconcile();
            registrar.reconcile();

            assertThat(log.lines("not permitted"))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("WARN", NAME, "key lacks scope (GET /v1/reporting_webhooks was answered 403"));
            assertThat(log.lines("registered"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("INFO").endsWith("registered"));
        }
    }

    @Test
    void aNullListIsEmpty() throws Exception {
        crm.customerIo.reportingWebhooks().nullWhenEmpty(true);
        crm.registrar().reconcile();

        crm.onlyHook();
    }
}
