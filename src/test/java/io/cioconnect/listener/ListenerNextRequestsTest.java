package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.pace.Gathering;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which thread takes a connection's next request once the last one was answered, over real sockets. */
class ListenerNextRequestsTest {
    private static final String PATH = "/webhooks/cio";
    private static final String JETTY_CONNECTIONS = "org.eclipse.jetty.server.internal.";

    @RegisterExtension
    final ListenerFixture listeners = new ListenerFixture();

    private record Waiting(String body, CompletableFuture<Answer> answer, Thread takenBy, boolean wasHandling) {}

    private final FakeReceiver receiver = new FakeReceiver();
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();

    ListenerNextRequestsTest() {
        receiver.outcome = delivery -> {
            var answer = new CompletableFuture<Answer>();
            Thread thread = Thread.currentThread();
            waiting.add(new Waiting(delivery.body(), answer, thread, isHandling(thread)));
            return answer;
        };
    }

    @AfterEach
    void closeConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void afterALoneAnswerTheThreadThatGaveItTakesTheNext() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        connectAndSendTwo(peer);
        List<Waiting> first = firstOnes(1);
        Gathering.during(() -> answer(first));

        Waiting next = waiting.take();
        assertThat(next.body()).isEqualTo("second");
        assertThat(next.takenBy()).isEqualTo(Thread.currentThread());
        next.answer().complete(Answer.ACKNOWLEDGED);
        assertAllAreAnsweredTwice();
    }

    @Test
    void afterAnswersGivenTogetherOneThreadOfTheServerTakesThemAll() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        for (int i = 0; i < 5; i++) {
            connectAndSendTwo(peer);
        }
        List<Waiting> first = firstOnes(5);
        Gathering.during(() -> answer(first));

        List<Thread> takenBy = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Waiting next = waiting.take();
            assertThat(next.body()).isEqualTo("second");
            takenBy.add(next.takenBy());
            next.answer().complete(Answer.ACKNOWLEDGED);
        }
        assertThat(takenBy).containsOnly(takenBy.get(0)).doesNotContain(Thread.currentThread());
        assertAllAreAnsweredTwice();
    }

    @Test
    void anAnswerGivenOnItsOwnLeavesTheNextToTheServer() throws Exception {
        HttpPeer peer = listeners.open(WebhookSettings.valid(), receiver);
        connectAndSendTwo(peer);
        answer(firstOnes(1));

        Waiting next = waiting.take();
        assertThat(next.body()).isEqualTo("second");
        assertThat(next.takenBy()).isNotEqualTo(Thread.currentThread());
        next.answer().complete(Answer.ACKNOWLEDGED);
        assertAllAreAnsweredTwice();
    }

    /** The second is there before the first is answered. */
    private void connectAndSendTwo(HttpPeer peer) throws IOException {
        Socket socket = peer.connect();
        sockets.add(socket);
        HttpPeer.write(socket, HttpPeer.delivery(PATH, "first") + HttpPeer.delivery(PATH, "second"));
    }

    /** Each waits for its answer, and the server's threads are done with it: the one that still handles a request also takes the next. */
    private List<Waiting> firstOnes(int count) throws InterruptedException {
        List<Waiting> first = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            first.add(waiting.take());
        }
        assertThat(first).allMatch(Waiting::wasHandling, "seen while it was handled");
        Awaitility.await().until(() -> first.stream().noneMatch(one -> isHandling(one.takenBy())));
        return first;
    }

    private static boolean isHandling(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(JETTY_CONNECTIONS));
    }

    private static void answer(List<Waiting> deliveries) {
        deliveries.forEach(one -> one.answer().complete(Answer.ACKNOWLEDGED));
    }

    private void assertAllAreAnsweredTwice() throws IOException {
        for (Socket socket : sockets) {
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
            assertThat(HttpPeer.reply(socket).status()).isEqualTo(200);
        }
    }
}
