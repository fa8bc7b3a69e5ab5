package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever goes wrong, nothing of a request is in the log (but for host names that are none, which Jetty logs itself). */
class ListenerSecretsTest {
    private static final String TOKEN = "canary-token-0123456789";
    private static final String TARGET = "/webhooks/cio/" + TOKEN;
    private static final String BODY = "canary-body";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void readTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    @Test
    void logsNothingOfARequest() throws Exception {
        WebhookSettings settings = WebhookSettings.valid().tokens(TOKEN);
        HttpPeer peer = listeners.open(settings.responseTimeout(Duration.ofMillis(500)), receiver);
        String delivery = HttpPeer.delivery(TARGET, BODY);
        receiver.outcome = failing -> {
            throw new IllegalStateException(failing.body());
        };

        assertThat(peer.send(delivery).status()).isEqualTo(503);
        for (String broken : List.of(
                delivery.replace("Host: x", "Host: x\r\nHost: y"),
                delivery.replace("Host: x", "Host x canary-header"),
                delivery.replace("Content-Length: 11", "Transfer-Encoding: chunked"),
                delivery.replace(TOKEN, TOKEN + "%zz"),
                delivery.replace("Content-Length: 11", "Content-Length: 12"),
                delivery.replace("HTTP/1.1", "HTTP/9.1"),
                delivery.replace(TOKEN, TOKEN + "x".repeat(9_000)))) {
            assertThat(peer.send(broken).status()).isIn(400, 404, 408, 414, 505);
        }
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, delivery.replace("Content-Length: 11", "Content-Length: 99"));
            socket.setSoLinger(true, 0); // a reset
        }
        listeners
                .lease(settings.responseTimeout(Duration.ofMillis(501)), receiver)
                .fail();
        listeners.lease("newcomer", 0, settings.config(), receiver);

        await().untilAsserted(() -> assertThat(text()).contains("newcomer", "IllegalStateException"));
        assertThat(text()).doesNotContain("canary");
    }

    private String text() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
