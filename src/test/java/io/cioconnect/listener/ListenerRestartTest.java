package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port is waited for; tasks come and go under load: every delivery gets an answer, over connections that are kept as long as the answers allow. */
class ListenerRestartTest {
    private static final String PATH = "/webhooks/cio";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private final ExecutorService senders = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        senders.shutdownNow();
    }

    @Test
    void aPortInUseIsBoundWhenItIsReleased() throws Exception {
        Lease lease;
        try (var blocker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            lease = listeners.lease(WebhookSettings.valid().port(blocker.getLocalPort()), new FakeReceiver());
            assertThat(lease.isBound()).isFalse();
            assertThat(lease.boundPort()).isEmpty();
        }

        HttpPeer peer = listeners.peer(lease);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    /** Two tasks that both take themselves for the one: the newer keeps the path until it ends. */
    @Test
    void aPolledTaskTakesItsPathBackOnlyWhenNoNewerOneIsThere() throws Exception {
        var receiver = new FakeReceiver();
        Lease older = listeners.lease(WebhookSettings.valid(), receiver);
        HttpPeer peer = listeners.peer(older);
        Lease newer = listeners.lease(WebhookSettings.valid(), new FakeReceiver());

        older.polled();
        assertThat(newer.isBound()).isTrue();
        newer.close();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);

        older.polled();
        assertThat(older.isBound()).isTrue();
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void noDeliveryGoesWithoutAnAnswerWhileTasksAreRestarted() throws Exception {
        Lease lease = listeners.lease(WebhookSettings.valid(), new FakeReceiver());
        HttpPeer peer = listeners.peer(lease);
        var enough = new AtomicBoolean();
        List<Future<Map<Integer, Integer>>> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(senders.submit(sender(peer, enough)));
        }
        for (int restart = 0; restart < 200; restart++) {
            lease.close();
            if (restart % 3 == 0) {
                assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(503);
            }
            var settings = restart % 2 == 0
                    ? WebhookSettings.valid()
                    : WebhookSettings.valid().limits(100, 1 << 20);
            lease = listeners.lease(settings, new FakeReceiver());
            assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        }
        enough.set(true);

        var all = new TreeMap<Integer, Integer>();
        for (Future<Map<Integer, Integer>> seen : statuses) {
            seen.get().forEach((status, count) -> all.merge(status, count, Integer::sum));
        }
        assertThat(all).containsOnlyKeys(200, 503);
    }

    /** Counts what it is answered; -1 would be a connection that was closed on a delivery. */
    private static Callable<Map<Integer, Integer>> sender(HttpPeer peer, AtomicBoolean enough) {
        return () -> {
            var seen = new TreeMap<Integer, Integer>();
            while (!enough.get()) {
                try (Socket socket = peer.connect()) {
                    boolean kept = true;
                    while (kept && !enough.get()) {
                        HttpPeer.write(socket, HttpPeer.delivery(PATH, "{}"));
                        HttpPeer.Reply reply = HttpPeer.reply(socket);
                        seen.merge(reply.status(), 1, Integer::sum);
                        kept = reply.status() > 0 && !reply.says("Connection: close");
                    }
                } catch (IOException broken) {
                    seen.merge(-2, 1, Integer::sum);
                }
            }
            return seen;
        };
    }
}
