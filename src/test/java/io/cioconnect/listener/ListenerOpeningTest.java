package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port that was opened just now: the connectors that count on it may not all have been started. */
class ListenerOpeningTest {
    private static final Duration OPENING = Duration.ofMinutes(2);

    @RegisterExtension
    final ListenerFixture listeners = ListenerFixture.withOpening(OPENING);

    private final FakeReceiver receiver = new FakeReceiver();

    @Test
    void answers503ToUnknownPathsAndTokensFor2Minutes() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().tokens("first-token-0000001"), receiver);

        for (String path :
                new String[] {"/webhooks/later", "/webhooks/cio/second-token-000002", "/x/readyz", "/a//b"}) {
            HttpPeer.Reply reply = peer.deliver(path, "{}");
            assertThat(reply.status()).as(path).isEqualTo(503);
            assertThat(reply.says("Retry-After: 5")).as(path).isTrue();
        }
        assertThat(peer.get("/webhooks/later").status()).isEqualTo(503);
        assertThat(peer.get("/status").status()).as("no connector can have it").isEqualTo(404);
        assertThat(peer.deliver("/webhooks/cio/first-token-0000001", "{}").status())
                .isEqualTo(200);

        listeners.timePasses(OPENING);
        for (String path :
                new String[] {"/webhooks/later", "/webhooks/cio/second-token-000002", "/x/readyz", "/a//b"}) {
            assertThat(peer.deliver(path, "{}").status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void callersWhoAreNotAllowedAreRefusedFirst() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().addresses(List.of(), List.of("192.0.2.0/24")), receiver);

        assertThat(peer.deliver("/webhooks/later", "{}").status()).isEqualTo(403);
    }
}
