package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120) // a request that never comes must not hang the build
class WebhookSenderTest {
    private static final String KEY = "a signing key";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SenderRules RULES = SenderRules.shortened()
            .withRetries(Duration.ofMillis(5), Duration.ofMillis(20))
            .withHour(Duration.ofMillis(60));

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsOneSignedEventPerRequestOverOneConnection() throws Exception {
        server.enqueue(status(200));
        server.enqueue(status(204));
        SampleEvents events = new SampleEvents();
        SampleEvent first = events.get();
        SampleEvent second = events.get();
        try (WebhookSender sender = sender("/webhooks/x%20y?z=1")) {
            sender.send(first);
            sender.send(second);
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
        }
        RecordedRequest request = server.takeRequest();
        byte[] body = request.getBody().toByteArray();
        assertThat(body).isEqualTo(first.body());
        assertThat(request.getTarget()).isEqualTo("/webhooks/x%20y?z=1");
        assertThat(request.getMethod()).isEqualTo("POST");
        String timestamp = request.getHeaders().get(SignedWebhook.TIMESTAMP_HEADER);
        assertThat(request.getHeaders().values(SignedWebhook.SIGNATURE_HEADER))
                .containsExactly(SignedWebhook.signature(KEY, String.valueOf(timestamp), body));
        RecordedRequest next = server.takeRequest();
        assertThat(next.getConnectionIndex()).isEqualTo(request.getConnectionIndex());
        assertThat(next.getExchangeIndex()).isEqualTo(1);
    }

    @Test
    void anEventThatFailsHoldsBackAllLaterOnesUntilItIsConfirmed() throws Exception {
        for (int status : new int[] {503, 504, 408, 200, 200}) {
            server.enqueue(status(status));
        }
        try (WebhookSender sender = sender("/")) {
            sender.send("a", "1".getBytes(UTF_8));
            sender.send("b", "2".getBytes(UTF_8));
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            assertThat(sender.attempts()).extracting(Attempt::eventId).containsExactly("a", "a", "a", "a", "b");
            assertThat(sender.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3, 4, 1);
            assertThat(sender.attempts()).extracting(Attempt::costsAnHour).containsOnly(false);
        }
    }

    @Test
    void theListedAnswersCostAnHourAndOthersDoNot() throws Exception {
        List<Integer> listed = List.of(400, 401, 402, 403, 404, 405, 410, 429, 500, 502, 521);
        List<Integer> others = List.of(201, 204, 408, 409, 413, 415, 422, 501, 503, 504);
        for (int status : listed) {
            server.enqueue(status(status));
        }
        for (int status : others) {
            server.enqueue(status(status));
        }
        server.enqueue(status(200));
        try (WebhookSender sender = sender("/")) {
            for (int i = 0; i < others.size(); i++) {
                sender.send("event " + i, "{}".getBytes(UTF_8));
            }
            await().atMost(PATIENCE).until(() -> sender.attempts().size() >= listed.size() + others.size());
            assertThat(sender.attempts().stream().filter(Attempt::costsAnHour).map(Attempt::status))
                    .containsExactlyElementsOf(listed);
        }
    }

    @Test
    void namesWhatHappenedToTheConnectionAsCustomerIoDoes() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(status(200));
        try (WebhookSender sender = sender("/")) {
            sender.send("a", "{}".getBytes(UTF_8));
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            assertThat(sender.attempts()).extracting(Attempt::outcome).containsExactly(Attempt.EOF, "200");
        }
        assertThat(firstOutcome(refusingPort())).isEqualTo(Attempt.REFUSED);
    }

    @Test
    void noticesAResetAndAnswersThatNeverCome() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread reset = new Thread(() -> {
                try (Socket socket = listening.accept();
                        InputStream in = socket.getInputStream()) {
                    assertThat(in.read()).isPositive(); // the rest stays unread: closing then resets
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            reset.start();
            URI endpoint = URI.create("http://localhost:" + listening.getLocalPort() + "/");
            SenderRules rules = new SenderRules(
                    Duration.ofMillis(300), RULES.firstRetry(), RULES.maxRetry(), RULES.hour(), PATIENCE);
            try (WebhookSender sender = new WebhookSender(endpoint, KEY, rules)) {
                sender.send("a", new byte[100]);
                await().atMost(PATIENCE).until(() -> sender.attempts().size() >= 2);
                assertThat(sender.attempts().get(0).outcome()).isEqualTo(Attempt.RESET);
                assertThat(sender.attempts().get(1).outcome()).isEqualTo(Attempt.TIMEOUT);
                assertThat(sender.attempts().get(1).costsAnHour()).isFalse();
            }
            reset.join();
        }
    }

    @Test
    void takesAnotherConnectionWhenTheServerClosedTheIdleOne() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                WebhookSender sender =
                        new WebhookSender(URI.create("http://localhost:" + listening.getLocalPort()), KEY, RULES)) {
            for (String id : List.of("a", "b")) {
                sender.send(id, "{}".getBytes(UTF_8));
                answerAndClose(listening);
                assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            }
            assertThat(sender.attempts()).extracting(Attempt::outcome).containsExactly("200", "200");
        }
    }

    /** Says that the connection is kept, and closes it all the same. */
    private static void answerAndClose(ServerSocket listening) throws IOException {
        try (Socket socket = listening.accept()) {
            byte[] bytes = new byte[1024];
            String request = "";
            while (!request.endsWith("{}")) {
                request += new String(bytes, 0, socket.getInputStream().read(bytes), UTF_8);
            }
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
        }
    }

    @Test
    void readsAnAnswerThatComesBeforeALargeBodyWasSent() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread early = new Thread(() -> {
                try (Socket socket = listening.accept();
                        InputStream in = socket.getInputStream()) {
                    assertThat(in.read()).isPositive();
                    socket.getOutputStream()
                            .write("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(UTF_8));
                    socket.getOutputStream().flush();
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException ignoredBecauseTheSenderMayCut) {
                    assertThat(ignoredBecauseTheSenderMayCut).hasMessageContaining("reset");
                }
            });
            early.start();
            assertThat(firstOutcome(URI.create("http://localhost:" + listening.getLocalPort()), new byte[20 << 20]))
                    .isEqualTo("413");
            early.join();
        }
    }

    @Test
    void givesUpInTheEndAndGoesOn() throws Exception {
        for (int status : new int[] {503, 503, 503}) {
            server.enqueue(status(status));
        }
        server.enqueue(status(200));
        SenderRules impatient = RULES.withGiveUp(Duration.ZERO);
        try (WebhookSender sender = new WebhookSender(server.url("/").uri(), KEY, impatient)) {
            for (String id : List.of("a", "b", "c", "d")) {
                sender.send(id, "{}".getBytes(UTF_8));
            }
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            assertThat(sender.givenUp()).isEqualTo(3);
        }
    }

    @Test
    void makesALoadOfDistinctEventsOfEveryKind() throws Exception {
        for (int i = 0; i < 100; i++) {
            server.enqueue(status(200));
        }
        SampleEvents events = new SampleEvents();
        try (WebhookSender sender = new WebhookSender(server.url("/").uri(), KEY, RULES, 3);
                SteadyLoad load = sender.load(2000, 100, events)) {
            load.awaitEnd();
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            assertThat(sender.attempts())
                    .hasSize(100)
                    .extracting(Attempt::eventId)
                    .doesNotHaveDuplicates();
        }
        assertThat(SampleEvents.names()).hasSize(69).contains("customer_subscription_preferences_changed");
    }

    @Test
    void backsOffDoublingUpToALimit() {
        SenderRules rules = SenderRules.trueTimes();
        Attempt busy = new Attempt("a", "", 1, Instant.EPOCH, Instant.EPOCH, 503, "");
        assertThat(rules.waitAfter(busy, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(rules.waitAfter(busy, 2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(rules.waitAfter(busy, 12)).isEqualTo(Duration.ofSeconds(2048));
        assertThat(rules.waitAfter(busy, 500)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void deliversToTheWebhooksThatAreRegisteredAndEnabled() throws Exception {
        for (int i = 0; i < 4; i++) {
            server.enqueue(status(200));
        }
        ReportingWebhooks webhooks = new ReportingWebhooks();
        SampleEvents opened = new SampleEvents(List.of("email_opened"));
        try (DeliveringWebhooks delivering = new DeliveringWebhooks(webhooks, KEY, RULES)) {
            assertThat(delivering.emit(opened.get())).isZero();
            long id = webhooks.add("hook", server.url("/one").toString(), List.of("email_opened"));
            assertThat(delivering.emit(new SampleEvents(List.of("sms_sent")).get()))
                    .isZero();
            assertThat(delivering.emit(opened.get())).isEqualTo(1);
            assertThat(delivering.sender(id).awaitEmptyBacklog(PATIENCE)).isTrue();
            webhooks.change(id, hook -> hook.put("endpoint", server.url("/two").toString()));
            assertThat(delivering.emit(opened.get())).isEqualTo(1);
            assertThat(delivering.sender(id).awaitEmptyBacklog(PATIENCE)).isTrue();
            webhooks.change(id, hook -> hook.put("disabled", true));
            assertThat(delivering.emit(opened.get())).isZero();
            assertThat(delivering.attempts()).hasSize(2);
        }
        assertThat(server.takeRequest().getTarget()).isEqualTo("/one");
        assertThat(server.takeRequest().getTarget()).isEqualTo("/two");
    }

    private WebhookSender sender(String path) {
        return new WebhookSender(server.url(path).uri(), KEY, RULES);
    }

    private static String firstOutcome(URI endpoint) throws InterruptedException {
        return firstOutcome(endpoint, "{}".getBytes(UTF_8));
    }

    private static String firstOutcome(URI endpoint, byte[] body) throws InterruptedException {
        try (WebhookSender sender = new WebhookSender(endpoint, KEY, RULES.withGiveUp(Duration.ZERO))) {
            sender.send("a", body);
            assertThat(sender.awaitEmptyBacklog(PATIENCE)).isTrue();
            return sender.attempts().get(0).outcome();
        }
    }

    private static URI refusingPort() throws IOException {
        try (ServerSocket bound = new ServerSocket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return URI.create("http://localhost:" + bound.getLocalPort());
        }
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }
}
