package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerHealthTest {
    private static final String PATH = "/webhooks/cio";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();
    private final FakeReceiver other = new FakeReceiver();
    private final int healthPort = FreePort.next();

    @Test
    void saysOnTheSamePortWhetherDeliveriesWouldBeTaken() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        listeners.lease(
                "beside", 0, WebhookSettings.valid().path("/webhooks/beside").config(), other);

        assertThat(peer.get("/healthz").status()).isEqualTo(200);
        assertThat(peer.get("/readyz").status()).isEqualTo(200);
        assertThat(peer.get(PATH + "/readyz").status()).isEqualTo(200);
        receiver.ready = false;
        assertThat(peer.get("/healthz").status()).isEqualTo(200);
        assertThat(peer.get("/readyz").status()).as("the other path is ready").isEqualTo(200);
        assertThat(peer.get(PATH + "/readyz").status()).isEqualTo(503);
        assertThat(peer.get("/webhooks/beside/readyz").status()).isEqualTo(200);
        other.ready = false;
        assertThat(peer.get("/readyz").status()).isEqualTo(503);
        assertThat(peer.get("/webhooks/unknown/readyz").status()).isEqualTo(404);
        assertThat(peer.get("/status").status()).isEqualTo(404);
        assertThat(peer.send("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(405);
        assertThat(peer.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(200);
        assertThat(peer.send("GET /healthz HTTP/1.0\r\n\r\n").status())
                .as("HAProxy's default check")
                .isEqualTo(200);
    }

    @Test
    void keepsNoConnectionOfThoseWhoOnlyLook() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().healthPort(healthPort), receiver);
        HttpPeer plain = listeners.peer(listeners.lease(
                "plain", 0, WebhookSettings.valid().host("localhost").config(), other));
        receiver.ready = false;

        assertThat(peer.deliver(PATH, "{}").says("Connection: close"))
                .as("of those who deliver it does")
                .isFalse();
        for (String path : new String[] {"/healthz", "/readyz", PATH + "/readyz"}) {
            assertThat(health().get(path).says("Connection: close")).as(path).isTrue();
            assertThat(plain.get(path).says("Connection: close")).as(path).isTrue();
        }
        assertThat(health().get("/status").says("Connection: close")).isTrue();
    }

    @Test
    void movesToAPortOfItsOwnWithTheStatusOfEveryConnector() throws Exception {
        Lease lease = listeners.lease(WebhookSettings.valid().healthPort(healthPort), receiver);
        HttpPeer peer = listeners.peer(lease);
        listeners.lease(
                "a \"second\"",
                1,
                WebhookSettings.valid().healthPort(healthPort).path("/b").config(),
                other);
        listeners.lease(
                "a \"second\"",
                0,
                WebhookSettings.valid().healthPort(healthPort).path("/b").config(),
                other);
        HttpPeer health = health();

        HttpPeer.Reply status = health.get("/status");
        assertThat(status.says("Content-Type: application/json")).isTrue();
        JsonNode told = new ObjectMapper().readTree(status.body());
        assertThat(told.fieldNames()).toIterable().containsExactly("a \"second\"", "cio");
        assertThat(told.path("a \"second\"").path("receivers").fieldNames())
                .toIterable()
                .as("all of its receivers")
                .containsExactly("0", "1");
        assertThat(told.path("cio").path("receivers").fieldNames()).toIterable().containsExactly("0");
        assertThat(health.get("/healthz").status()).isEqualTo(200);
        assertThat(health.get("/readyz").status()).isEqualTo(200);
        assertThat(health.get(PATH + "/readyz").status()).isEqualTo(200);
        receiver.ready = false;
        assertThat(health.get(PATH + "/readyz").status()).isEqualTo(503);
        assertThat(health.get("/elsewhere/readyz").status()).isEqualTo(404);
        assertThat(health.deliver(PATH, "{}").status())
                .as("deliveries are not taken here")
                .isEqualTo(404);
        assertThat(health.deliver("/status", "{}").status()).isEqualTo(405);
        for (String gone : new String[] {"/healthz", "/readyz", "/status", PATH + "/readyz"}) {
            assertThat(peer.get(gone).status()).as(gone).isEqualTo(404);
        }
    }

    /** Or a page of the connectors beside them says that there are no problems. */
    @Test
    void tellsOfConnectorsWithoutATaskThatReceives() throws Exception {
        WebhookSettings settings = WebhookSettings.valid().healthPort(healthPort);
        Lease failing = listeners.lease(settings, receiver);
        listeners.lease("waits", 0, settings.config(), other);
        listeners.lease("beside", 0, settings.path("/b").config(), other);
        HttpPeer health = health();
        JsonNode before = new ObjectMapper().readTree(health.get("/status").body());
        assertThat(before.fieldNames()).toIterable().containsExactly("beside", "cio", "waits");
        assertThat(before).noneMatch(JsonNode::isNull);

        failing.fail();

        JsonNode told = new ObjectMapper().readTree(health.get("/status").body());
        assertThat(told.fieldNames()).toIterable().containsExactly("beside", "cio", "waits");
        assertThat(told.path("cio").isNull()).isTrue();
        assertThat(health.send("GET /status HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n")
                        .body())
                .contains("No task of this connector receives on this worker now");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html",
                "TEXT/HTML | text/html",
                "application/json;q=0.5, text/html | text/html",
                "'' | application/json",
                "*/* | application/json",
                "application/json | application/json",
                "text/html;q=0.5, application/json | application/json",
                "text/html;q=0, */* | application/json",
                "text/plain | application/json"
            })
    void givesAPageToWhoPrefersOne(String accept, String type) throws Exception {
        listeners.lease(WebhookSettings.valid().healthPort(healthPort), receiver);

        HttpPeer.Reply status = health().send("GET /status HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n");

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.says("Content-Type: " + type)).as(status.toString()).isTrue();
        assertThat(status.says("Vary: Accept")).isTrue();
        assertThat(status.body()).startsWith(type.equals("text/html") ? "<!doctype html>" : "{");
    }

    @Test
    void tellsThatTheListenersPortIsInUse() throws Exception {
        try (var blocker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listeners.lease(WebhookSettings.valid().port(blocker.getLocalPort()).healthPort(healthPort), receiver);
            HttpPeer health = health();

            assertThat(health.get("/healthz").status()).isEqualTo(503);
            assertThat(health.get("/readyz").status()).isEqualTo(503);
            assertThat(health.get(PATH + "/readyz").status()).isEqualTo(503);
        }
    }

    @Test
    void closesItsPortTogetherWithTheListeners() throws Exception {
        Lease lease =
                listeners.lease(WebhookSettings.valid().healthPort(healthPort).keepOpen(Duration.ZERO), receiver);
        HttpPeer health = health();
        lease.close();

        await("the health port is closed").until(() -> isRefused(health));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/statusx", "/status/x", "/healthz/x", "//status", "/x/../status"})
    void answers404ToEverythingElseOnItsOwnPort(String path) throws Exception {
        listeners.lease(WebhookSettings.valid().healthPort(healthPort), receiver);

        assertThat(health().get(path).status()).isEqualTo(404);
    }

    private HttpPeer health() {
        HttpPeer health = new HttpPeer(healthPort);
        await("the health port is bound").until(() -> !isRefused(health));
        return health;
    }

    private static boolean isRefused(HttpPeer peer) throws IOException {
        try (var socket = peer.connect()) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
