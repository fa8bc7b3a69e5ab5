package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Not only exceptions: a class that cannot be loaded any more, memory that is used up, a stack that is too deep. */
class ListenerErrorsTest {
    private static final String TOKEN = "canary-token-0123456789";
    private static final String TARGET = "/webhooks/cio/" + TOKEN;

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    private enum Place {
        READINESS,
        SIGNATURE,
        CHECK,
        UPDATE,
        GENUINE,
        RECEIVE
    }

    @BeforeEach
    void readTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    @ParameterizedTest
    @EnumSource
    void isAnswered503AndGivesItsPlaceBack(Place place) throws Exception {
        var receiver = new Failing(place);
        HttpPeer peer = listeners.open(WebhookSettings.valid().tokens(TOKEN).limits(1, 1_000_000), receiver);

        HttpPeer.Reply whole = peer.deliver(TARGET, "canary-body");
        assertThat(whole.status()).isEqualTo(503);
        assertThat(whole.says("Retry-After: ")).isTrue();

        assertThat(inPieces(peer).status()).isEqualTo(503);

        receiver.fails = false;
        assertThat(peer.deliver(TARGET, "{}").status()).isEqualTo(200);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("NoClassDefFoundError")
                .doesNotContain("canary");
    }

    private static HttpPeer.Reply inPieces(HttpPeer peer) throws Exception {
        String delivery = HttpPeer.delivery(TARGET, "canary-body");
        try (Socket socket = peer.connect()) {
            HttpPeer.write(socket, delivery.substring(0, delivery.length() - 5));
            HttpPeer.write(socket, delivery.substring(delivery.length() - 5));
            return HttpPeer.reply(socket);
        }
    }

    private static final class Failing implements Receiver {
        private final FakeReceiver working = new FakeReceiver();
        private final Place place;
        private volatile boolean fails = true;

        Failing(Place place) {
            this.place = place;
        }

        private void at(Place here) {
            if (fails && here == place) {
                throw new NoClassDefFoundError("io/cioconnect/Gone");
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReady() {
            at(Place.READINESS);
            return true;
        }

        @Override
        public Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
            at(Place.SIGNATURE);
            return new Signature() {
                @Override
                public boolean cannotBeGenuine() {
                    at(Place.CHECK);
                    return false;
                }

                @Override
                public void update(byte[] bytes, int offset, int length) {
                    at(Place.UPDATE);
                }

                @Override
                public boolean isGenuine() {
                    at(Place.GENUINE);
                    return true;
                }
            };
        }

        @Override
        public CompletableFuture<Answer> receive(byte[] body, Instant receivedAt) {
            at(Place.RECEIVE);
            return working.receive(body, receivedAt);
        }

        @Override
        public CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] sha256, Instant receivedAt) {
            return working.receiveTooLarge(head, size, sha256, receivedAt);
        }

        @Override
        public void answered(Answer answer) {
            working.answered(answer);
        }
    }
}
