package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that end without ever having held their path, or could not even start. */
class ListenerFailedTest {
    private static final String PATH = "/webhooks/cio";
    private static final WebhookSettings SETTINGS = WebhookSettings.valid();
    private static final String TOKEN = "token-0123456789abc";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();
    private final FakeReceiver other = new FakeReceiver();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPathThatATaskWaitedForStaysUnavailableWhenTheTaskEnds(boolean taskFailed) throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        Lease waiting = listeners.lease(
                "waiting",
                0,
                SETTINGS.path("/webhooks/waiting").limits(3, 1_000_000).config(),
                other);
        assertThat(peer.deliver("/webhooks/waiting", "{}").status()).isEqualTo(503);

        if (taskFailed) {
            waiting.fail();
        } else {
            waiting.close();
        }
        assertThat(peer.deliver("/webhooks/waiting", "{}").status()).isEqualTo(503);
        listeners.lease("third", 0, SETTINGS.path("/webhooks/third").config(), other);
        assertThat(peer.deliver("/webhooks/third", "{}").status())
                .as("nobody waits for settings that were never in use")
                .isEqualTo(200);
    }

    @Test
    void aTaskThatCannotStartTakesNothingFromAnotherReceiverOfItsConnector() throws Exception {
        WebhookSettings withToken = SETTINGS.tokens(TOKEN);
        HttpPeer peer = listeners.open(withToken, receiver);
        Lease failing = listeners.lease("cio", 1, withToken.config(), other);
        failing.close();

        listeners.all.failedStart("cio", 1, SETTINGS.tokens().config()); // the token cannot be read
        assertThat(peer.deliver(PATH, "{}").status()).as("without the token").isEqualTo(404);
        assertThat(peer.deliver(PATH + "/" + TOKEN, "{}").status()).isEqualTo(200);
        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void thePathOfATaskThatCannotStartIsUnavailableBesideAConnectorWithOtherSettings() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        WebhookSettings conflicting = SETTINGS.path("/webhooks/failing").limits(3, 1_000_000);
        listeners.all.failedStart("failing", 0, conflicting.config());

        assertThat(peer.deliver("/webhooks/failing", "{}").status()).isEqualTo(503);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        listeners.timePasses(Duration.ofHours(23));
        assertThat(peer.deliver("/webhooks/failing", "{}").status())
                .as("as that of a failed task")
                .isEqualTo(503);
    }

    @Test
    void aTaskThatCannotStartLetsGoOfWhatItsPredecessorHeld() throws Exception {
        HttpPeer peer = listeners.open(SETTINGS, receiver);
        listeners.all.failedStart("cio", 0, SETTINGS.config());

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        assertThat(receiver.received).isEmpty();
    }
}
