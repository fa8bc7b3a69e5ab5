package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is answered when time, room or a receiver is missing, over real sockets. */
class ListenerLimitsTest {
    private static final String PATH = "/webhooks/cio";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final FakeReceiver receiver = new FakeReceiver();

    @Test
    void answers408WhenTheBodyIsNotCompleteInTime() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().responseTimeout(Duration.ofMillis(500)), receiver);
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}").replace("Content-Length: 2", "Content-Length: 3"));

            HttpPeer.Reply reply = HttpPeer.reply(socket);

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.says("Retry-After: ")).isTrue();
            assertThat(reply.says("Connection: close")).isTrue();
            assertThat(socket.getInputStream().read())
                    .as("closed after the answer")
                    .isEqualTo(-1);
        }
    }

    @Test
    void answers503WithRetryAfterWhenKafkaDoesNotConfirmInTime() throws Exception {
        receiver.outcome = delivery -> new CompletableFuture<>();
        HttpPeer peer = listeners.open(WebhookSettings.valid().responseTimeout(Duration.ofMillis(500)), receiver);

        HttpPeer.Reply reply = peer.deliver(PATH, "{}");

        assertThat(reply.head())
                .isEqualTo("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void countsWhatASlowBodyTookAgainstTheDeadline() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().limits(1, 64L << 20), receiver);
        try (Socket socket = peer.connect()) {
            String delivery = HttpPeer.delivery(PATH, "{}");
            HttpPeer.write(socket, delivery.substring(0, delivery.length() - 1));
            await("it is being read").until(() -> peer.get("/readyz").status() == 503);
            Instant before = Instant.now();
            HttpPeer.write(socket, delivery.substring(delivery.length() - 1));

            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
            assertThat(receiver.received.take().receivedAt()).isBeforeOrEqualTo(before);
        }
    }

    @Test
    void keepsTheConnectionAfterAnAnswerAtTheDeadline() throws Exception {
        var late = new CompletableFuture<Answer>();
        receiver.outcome = delivery -> late;
        HttpPeer peer = listeners.open(WebhookSettings.valid().responseTimeout(Duration.ofMillis(500)), receiver);
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(503);

            late.complete(Answer.ACKNOWLEDGED);
            receiver.outcome = delivery -> CompletableFuture.completedFuture(Answer.ACKNOWLEDGED);
            HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
        }
    }

    /** The deadline's thread may come before the thread that set it has gone on, after a pause of the whole process for example. */
    @Test
    void givesThePlaceBackHoweverSoonTheDeadlineComes() throws Exception {
        receiver.outcome = delivery -> new CompletableFuture<>();
        HttpPeer peer = listeners.open(
                WebhookSettings.valid().responseTimeout(Duration.ZERO).limits(1, 64L << 20), receiver);
        for (int i = 0; i < 3_000; i++) {
            assertThat(peer.deliver(PATH, "{}").status()).isIn(408, 503);
        }
        await("the one place is free").until(() -> peer.get("/readyz").status() == 200);
        assertThat(receiver.received).allMatch(delivery -> delivery.body().equals("{}"));
    }

    @Test
    void answers503BeforeTheBodyWhenNoReceiverIsOpen() throws Exception {
        receiver.open = false;
        receiver.ready = false;
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        HttpPeer.Reply reply = peer.send("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.says("Retry-After: 5")).isTrue();
    }

    @Test
    void takesDeliveriesForAReceiverThatIsNotPolledJustNow() throws Exception {
        receiver.ready = false;

        assertThat(listeners
                        .open(WebhookSettings.valid(), receiver)
                        .deliver(PATH, "{}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answers503WhateverGoesWrongInTheReceiver() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);

        receiver.outcome = delivery -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
        receiver.outcome = delivery -> {
            throw new IllegalStateException("broken");
        };
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
    }

    @Test
    void answers503WhenTooManyDeliveriesAreInFlight() throws Exception {
        var pending = new CompletableFuture<Answer>();
        receiver.outcome = delivery -> pending;
        HttpPeer peer = listeners.open(WebhookSettings.valid().limits(2, 64L << 20), receiver);
        try (Socket first = peer.connect();
                Socket second = peer.connect()) {
            HttpPeer.write(first, HttpPeer.delivery(PATH, "{}"));
            HttpPeer.write(second, HttpPeer.delivery(PATH, "{}"));
            receiver.received.take();
            receiver.received.take();

            assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
            assertThat(peer.get("/readyz").status()).isEqualTo(503);
            pending.complete(Answer.ACKNOWLEDGED);
            assertThat(HttpPeer.reply(first).status()).isEqualTo(200);
            assertThat(HttpPeer.reply(second).status()).isEqualTo(200);
        }
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    @Test
    void answers503WhenUnfinishedBodiesHoldTooManyBytes() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().limits(512, 100_000), receiver);
        try (Socket hog = peer.connect()) {
            String large = HttpPeer.delivery(PATH, "x".repeat(90_000));
            HttpPeer.write(hog, large.substring(0, large.length() - 1));
            await("the hog's bytes are counted")
                    .until(() -> peer.deliver(PATH, "y".repeat(50_000)).status() == 503);

            HttpPeer.write(hog, "x");
            assertThat(HttpPeer.reply(hog).status()).isEqualTo(200);
        }
        assertThat(peer.deliver(PATH, "y".repeat(50_000)).status()).isEqualTo(200);
    }

    @Test
    void keepsNothingOfABodyThatCannotBeGenuine() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid().limits(512, 100_000), receiver);
        try (Socket stranger = peer.connect()) {
            // more than sockets buffer, so when it is written most of it was read
            String unsigned = HttpPeer.delivery(PATH, "x".repeat(8 << 20)).replace("X-CIO-Signature: good\r\n", "");
            HttpPeer.write(stranger, unsigned.substring(0, unsigned.length() - 1));

            assertThat(peer.deliver(PATH, "y".repeat(90_000)).status())
                    .as("a genuine body finds all the room")
                    .isEqualTo(200);

            HttpPeer.write(stranger, "x");
            assertThat(HttpPeer.reply(stranger).status()).isEqualTo(401);
        }
        assertThat(receiver.signedBytes).hasValue(90_000);
        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void servesManyDeliveriesOverOneConnection() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        try (Socket socket = peer.connect()) {
            for (int i = 0; i < 200; i++) {
                HttpPeer.write(socket, HttpPeer.delivery(PATH, "{\"n\":" + i + "}"));
                assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
            }
        }
        assertThat(receiver.received).hasSize(200);
    }
}
