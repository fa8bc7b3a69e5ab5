package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.config.RegistrationConfig;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Hook;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookRegistrarTest {
    private static final String URL = "https://events.example.com/webhooks/crm";
    private static final String NAME = "Kafka Connect: crm";
    private static final String OLD_TOKEN = "made-up-token-old-0000001";
    private static final String NEW_TOKEN = "made-up-token-new-0000002";
    private static final List<String> EVENTS = List.of("email_sent", "email_opened", "push_sent");

    private CustomerIoSimulator customerIo;
    private AppApiClient api;

    @BeforeEach
    void start() throws IOException {
        customerIo = new CustomerIoSimulator();
        customerIo.limitRate(false);
        api = new AppApiClient(
                new AppApiConfig(
                        customerIo.url(), Optional.of(new Password(customerIo.apiKey())), 10, Duration.ofSeconds(5)),
                10,
                "test");
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        customerIo.close();
    }

    @Test
    void createsTheWebhookEnabledWhenDeliveriesCanBeVerified() throws Exception {
        WebhookRegistrar registrar = registrar(config(), List.of(), true);

        assertThat(registrar.reconcile()).isTrue();

        Hook hook = onlyHook();
        assertThat(hook.endpoint()).isEqualTo(URL);
        assertThat(hook.name()).isEqualTo(NAME);
        assertThat(hook.events()).containsExactlyInAnyOrderElementsOf(EVENTS);
        assertThat(hook.disabled()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("registered");
    }

    @Test
    void createsItDisabledWithoutSigningKeyAndEnablesItAtTheStartWithOne() throws Exception {
        WebhookRegistrar first = registrar(config(), List.of(), false);
        first.reconcile();

        assertThat(onlyHook().disabled()).isTrue();
        assertThat(first.state().what()).isEqualTo("disabled: waiting for signing key");
        assertThat(first.state().detail()).contains(NAME, "webhook.signing.keys");

        registrar(config(), List.of(), true).reconcile();

        assertThat(onlyHook().disabled()).isFalse();
    }

    @Test
    void aRestartMakesNoSecondWebhook() throws Exception {
        registrar(config(), List.of(), true).reconcile();
        registrar(config(), List.of(), true).reconcile();

        onlyHook();
        assertThat(requestsBy("POST")).isEqualTo(1);
        assertThat(requestsBy("PUT")).isZero();
    }

    @Test
    void aLostReplyToTheCreationMakesNoSecondWebhook() throws Exception {
        customerIo.reportingWebhooks().losePostReplies(1);
        WebhookRegistrar registrar = registrar(config(), List.of(), true);

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.reconcile()).isTrue();

        onlyHook();
        assertThat(requestsBy("POST")).isEqualTo(1);
    }

    @Test
    void repairsDriftOfEachFieldAndLeavesTheOthersAsTheyAre() throws Exception {
        RegistrationConfig full =
                new RegistrationConfig(true, Optional.of(URL), EVENTS, Optional.of(true), Optional.of(false));
        WebhookRegistrar registrar = registrar(full, List.of(), true);
        registrar.reconcile();
        long id = onlyHook().id();

        customerIo
                .reportingWebhooks()
                .change(id, hook -> hook.putArray("events").add("email_sent"));
        registrar.reconcile();
        assertThat(onlyHook().events()).containsExactlyInAnyOrderElementsOf(EVENTS);
        assertThat(registrar.state().what()).startsWith("drift repaired at ");

        customerIo.reportingWebhooks().change(id, hook -> hook.put("full_resolution", false));
        registrar.reconcile();
        assertThat(onlyHook().fullResolution()).isTrue();

        customerIo
                .reportingWebhooks()
                .change(id, hook -> hook.put("with_content", true).put("name", "renamed by hand"));
        registrar.reconcile();
        assertThat(onlyHook().withContent()).isFalse();
        assertThat(onlyHook().name()).isEqualTo("renamed by hand");

        registrar.reconcile();
        assertThat(registrar.state().what()).isEqualTo("registered");
        assertThat(registrar.state().repairedAt()).isPresent();
    }

    @Test
    void leavesOptionsThatAreNotConfiguredAsTheyAre() throws Exception {
        WebhookRegistrar registrar = registrar(config(), List.of(), true);
        registrar.reconcile();
        customerIo.reportingWebhooks().change(onlyHook().id(), hook -> hook.put("with_content", true));
        registrar.reconcile();

        assertThat(onlyHook().withContent()).isTrue();
    }

    @Test
    void reportsAWebhookThatWasDisabledByHandWithoutFightingIt() throws Exception {
        WebhookRegistrar registrar = registrar(config(), List.of(), true);
        registrar.reconcile();
        customerIo.reportingWebhooks().change(onlyHook().id(), hook -> hook.put("disabled", true));
        registrar.reconcile();

        assertThat(onlyHook().disabled()).isTrue();
        assertThat(registrar.state().what()).isEqualTo("disabled by hand");
    }

    @Test
    void createsAgainWhatWasDeletedByHand() throws Exception {
        WebhookRegistrar registrar = registrar(config(), List.of(), true);
        registrar.reconcile();
        customerIo.reportingWebhooks().remove(onlyHook().id());
        registrar.reconcile();

        assertThat(onlyHook().disabled()).isFalse();
        assertThat(registrar.state().what()).startsWith("drift repaired at ");
    }

    @Test
    void neverTouchesWebhooksOfOthersOrScripts() throws Exception {
        customerIo.reportingWebhooks().addScript(URL);
        customerIo.reportingWebhooks().add("other", "https://other.example.com/", List.of("email_sent"));
        registrar(config(), List.of(), true).reconcile();

        assertThat(customerIo.reportingWebhooks().hooks()).hasSize(3);
        assertThat(requestsBy("PUT")).isZero();
    }

    @Test
    void theHookFollowsTheNewestTokenAlsoAfterTheOldOneIsGone() throws Exception {
        registrar(config(), List.of(new Password(OLD_TOKEN)), true).reconcile();
        assertThat(onlyHook().endpoint()).isEqualTo(URL + "/" + OLD_TOKEN);

        registrar(config(), List.of(new Password(OLD_TOKEN), new Password(NEW_TOKEN)), true)
                .reconcile();
        assertThat(onlyHook().endpoint()).isEqualTo(URL + "/" + NEW_TOKEN);

        registrar(config(), List.of(new Password("made-up-token-third-00003")), true)
                .reconcile();
        assertThat(onlyHook().endpoint()).endsWith("third-00003");
    }

    @Test
    void aTokenIsOneSegmentFurtherAlsoWhenTheUrlEndsInASlash() throws Exception {
        RegistrationConfig config =
                new RegistrationConfig(true, Optional.of(URL + "/"), EVENTS, Optional.empty(), Optional.empty());
        registrar(config, List.of(new Password(OLD_TOKEN)), true).reconcile();
        assertThat(onlyHook().endpoint()).isEqualTo(URL + "/" + OLD_TOKEN);

        registrar(config, List.of(new Password(OLD_TOKEN), new Password(NEW_TOKEN)), true)
                .reconcile();
        assertThat(onlyHook().endpoint()).isEqualTo(URL + "/" + NEW_TOKEN);

        registrar(config, List.of(), true).reconcile();
        assertThat(onlyHook().endpoint()).isEqualTo(URL + "/");
    }

    @Test
    void theHookMovesOnlyWhenAllOfSeveralReceiversHadTimeToLearnTheNewToken() throws Exception {
        List<Password> both = List.of(new Password(OLD_TOKEN), new Password(NEW_TOKEN));
        registrar(config(), List.of(new Password(OLD_TOKEN)), true).reconcile();
        WebhookRegistrar registrar = registrar(config(), both, true, true);

        registrar.reconcile();
        assertThat(onlyHook().endpoint()).endsWith(OLD_TOKEN);
        assertThat(registrar.state().detail()).contains("newest token");
        registrar.reconcile();
        assertThat(onlyHook().endpoint()).endsWith(NEW_TOKEN);
        assertThat(registrar.state().what()).isEqualTo("registered");
        assertThat(registrar.state().detail()).isEmpty();
    }

    @Test
    void theHookLeavesATokenThatNoReceiverTakesAtOnce() throws Exception {
        registrar(config(), List.of(new Password(OLD_TOKEN)), true).reconcile();
        registrar(config(), List.of(new Password(NEW_TOKEN)), true, true).reconcile();

        assertThat(onlyHook().endpoint()).endsWith(NEW_TOKEN);
    }

    @Test
    void leavesOutAnEventNameTheApiRefuses() throws Exception {
        customerIo.reportingWebhooks().refuseEvent("push_sent");
        customerIo.reportingWebhooks().answerUnknownEventWith(422);
        WebhookRegistrar registrar = registrar(config(), List.of(), true);

        assertThat(registrar.reconcile()).isTrue();
        assertThat(onlyHook().events()).containsExactlyInAnyOrder("email_sent", "email_opened");
        assertThat(registrar.state().detail()).contains("push_sent");

        registrar.reconcile();
        assertThat(requestsBy("PUT")).as("the refused name is no drift").isZero();
    }

    @Test
    void saysThatTheKeyLacksTheScope() throws Exception {
        customerIo.reportingWebhooks().permit(false);
        WebhookRegistrar registrar = registrar(config(), List.of(), true);

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("not permitted: key lacks scope");
    }

    @Test
    void aRefusalThatNamesNoEventIsShownAsSuch() throws Exception {
        String refusal = "{\"errors\":[{\"detail\":\"the plan allows no more webhooks\"}]}";
        customerIo
                .faults()
                .always("POST /v1/reporting_webhooks", new Fault.Answer(422, "application/json", Map.of(), refusal));
        WebhookRegistrar registrar = registrar(config(), List.of(), true);

        assertThat(registrar.reconcile()).isFalse();
        assertThat(registrar.state().what()).isEqualTo("refused by Customer.io");
        assertThat(registrar.state().detail()).contains("the plan allows no more webhooks");
    }

    @Test
    void aNullListIsEmpty() throws Exception {
        customerIo.reportingWebhooks().nullWhenEmpty(true);
        registrar(config(), List.of(), true).reconcile();

        onlyHook();
    }

    private RegistrationConfig config() {
        return new RegistrationConfig(true, Optional.of(URL), EVENTS, Optional.empty(), Optional.empty());
    }

    private WebhookRegistrar registrar(RegistrationConfig config, List<Password> tokens, boolean canVerify) {
        return registrar(config, tokens, canVerify, false);
    }

    private WebhookRegistrar registrar(
            RegistrationConfig config, List<Password> tokens, boolean canVerify, boolean severalReceivers) {
        return new WebhookRegistrar(config, "crm", tokens, canVerify, severalReceivers, api, Clock.systemUTC());
    }

    private Hook onlyHook() {
        assertThat(customerIo.reportingWebhooks().hooks()).hasSize(1);
        return customerIo.reportingWebhooks().hooks().get(0);
    }

    private long requestsBy(String method) {
        return customerIo.requests().all().stream()
                .filter(request -> request.method().equals(method))
                .count();
    }
}
