package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A list that is older than the webhook that the task before this one made. */
class FirstLooksTest {
    private static final String PATH = "/v1/reporting_webhooks";

    @AutoClose
    private final RegistrarFixture crm = new RegistrarFixture();

    @Test
    void aTaskThatStartsWhileTheListIsOlderThanTheWebhookMakesNoSecond() throws Exception {
        crm.customerIo.moods().on(Mood.STALE_AFTER_CREATE);
        crm.registrar().reconcile();
        WebhookRegistrar next = crm.registrar();

        assertThat(next.reconcile()).isTrue();
        assertThat(next.state().what()).isEqualTo("registered");
        crm.onlyHook();
        assertThat(crm.posts()).isEqualTo(1);
    }

    @Test
    void norWhenTheTaskBeforeItDidNotLearnOfItsCreation() throws Exception {
        crm.customerIo.moods().on(Mood.STALE_AFTER_CREATE);
        crm.customerIo.reportingWebhooks().losePostReplies(1);
        crm.registrar().reconcile();

        assertThat(crm.registrar().reconcile()).isTrue();
        crm.onlyHook();
        assertThat(crm.posts()).isEqualTo(1);
    }

    @Test
    void aTaskLooksSeveralTimesBeforeItsFirstCreationAndNotBeforeLaterOnes() throws Exception {
        WebhookRegistrar registrar = crm.registrar();
        registrar.reconcile();
        List<Duration> looks = List.of(500, 1_000, 2_000, 2_000).stream()
                .map(Duration::ofMillis)
                .toList();
        assertThat(crm.time.waits()).isEqualTo(looks);

        crm.customerIo.reportingWebhooks().remove(crm.onlyHook().id());
        registrar.reconcile();
        assertThat(crm.posts()).isEqualTo(2);
        assertThat(crm.time.waits()).as("404 for its id is proof").isEqualTo(looks);
    }

    @Test
    void aLookThatFailsProvesNothing() throws Exception {
        crm.customerIo.moods().on(Mood.STALE_AFTER_CREATE);
        crm.registrar().reconcile();
        crm.customerIo.faults().times(1, "GET " + PATH, Fault.status(400));
        WebhookRegistrar next = crm.registrar();

        assertThat(next.reconcile()).isFalse();
        assertThat(next.reconcile()).isTrue();
        assertThat(crm.posts()).isEqualTo(1);
    }

    @Test
    void whileItLooksItsStateNeedsNoAttention() {
        assertThat(RegistrationState.LOOKING.what()).isEqualTo("starting");
        assertThat(RegistrationState.LOOKING.needsAttention()).isFalse();
    }

    @Test
    void aFirstCreationThatWasRefusedIsRepeatedWithoutLookingAgain() throws Exception {
        crm.customerIo.faults().times(1, "POST " + PATH, Fault.status(422));
        WebhookRegistrar registrar = crm.registrar();
        assertThat(registrar.reconcile()).isFalse();
        int looks = crm.time.waits().size();

        assertThat(registrar.reconcile()).isTrue();
        assertThat(crm.time.waits()).hasSize(looks);
    }
}
