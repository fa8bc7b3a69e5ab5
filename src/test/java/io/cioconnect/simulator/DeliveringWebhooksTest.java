package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120) // a request that never comes must not hang the build
class DeliveringWebhooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SenderRules RULES =
            SenderRules.shortened().withRetries(Duration.ofHours(1), Duration.ofHours(1));

    private final MockWebServer server = new MockWebServer();
    private final ReportingWebhooks webhooks = new ReportingWebhooks();
    private final DeliveringWebhooks delivering = new DeliveringWebhooks(webhooks, "a signing key", RULES);
    private final SampleEvents events = new SampleEvents(List.of("email_sent"));
    private long id;

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
        id = webhooks.add("hook", server.url("/").toString(), List.of("email_sent"));
    }

    @AfterEach
    void stop() {
        delivering.close();
        server.close();
    }

    @Test
    void theBacklogOfADisabledWebhookIsLost() throws Exception {
        leaveBacklogOf(3);
        disable(true);
        assertThat(sender().awaitEmptyBacklog(PATIENCE)).isTrue();
        assertThat(sender().discarded()).isEqualTo(3);
        assertThat(delivering.emit(events.get())).isZero();

        disable(false);
        SampleEvent later = emit();
        assertThat(sender().awaitEmptyBacklog(PATIENCE)).isTrue();
        assertThat(sender().acknowledged()).isEqualTo(1);
        assertThat(sentLast()).contains(later.id());
    }

    @Test
    void theEventsOfADisabledWebhookMayBeHeld() throws Exception {
        delivering.holdWhileDisabled(true);
        disable(true);
        emit();
        emit();
        server.enqueue(status(200));
        server.enqueue(status(200));
        assertThat(sender().backlog()).isEqualTo(2);
        assertThat(delivering.attempts()).isEmpty();

        disable(false);
        assertThat(sender().awaitEmptyBacklog(PATIENCE)).isTrue();
        assertThat(sender().acknowledged()).isEqualTo(2);
    }

    @Test
    void theBacklogOfADeletedWebhookIsLost() throws Exception {
        leaveBacklogOf(3);
        WebhookSender sender = sender();
        webhooks.remove(id);
        assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
        assertThat(sender.discarded()).isEqualTo(3);
        assertThat(sender.acknowledged()).isZero();
    }

    @Test
    void contentIsSentOnlyToWebhooksThatAskForIt() throws Exception {
        server.enqueue(status(200));
        server.enqueue(status(200));
        emit();
        assertThat(sender().awaitEmptyBacklog(PATIENCE)).isTrue();
        webhooks.change(id, hook -> hook.put("with_content", true));
        SampleEvent whole = emit();
        assertThat(sender().awaitEmptyBacklog(PATIENCE)).isTrue();
        assertThat(body(server.takeRequest()))
                .contains("\"subject\"")
                .doesNotContain("\"content\"")
                .doesNotContain("\"headers\"")
                .doesNotContain("\"variables\"");
        assertThat(body(server.takeRequest())).isEqualTo(new String(whole.body(), UTF_8));
    }

    /** Events of which the first is refused, and waits an hour for its next attempt. */
    private void leaveBacklogOf(int count) throws InterruptedException {
        server.enqueue(status(503));
        server.enqueue(status(200));
        for (int i = 0; i < count; i++) {
            emit();
        }
        server.takeRequest();
    }

    private SampleEvent emit() {
        SampleEvent event = events.get();
        assertThat(delivering.emit(event)).isEqualTo(1);
        return event;
    }

    private void disable(boolean value) {
        webhooks.change(id, hook -> hook.put("disabled", value));
    }

    private WebhookSender sender() {
        return delivering.sender(id);
    }

    private String sentLast() throws InterruptedException {
        return body(server.takeRequest());
    }

    private static String body(RecordedRequest request) {
        return request.getBody() == null ? "" : request.getBody().utf8();
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }
}
