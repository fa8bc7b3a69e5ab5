package io.cioconnect.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.testing.AbusiveBodies;
import io.cioconnect.testing.WebhookClient;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Genuine events, as large as they may be, into a real worker with a small heap, while Kafka does not move. */
@ExtendWith(KafkaExtension.class)
final class LargeEventsIT {
    private static final int LARGEST_ORDINARY = 640 * 1024;
    private static final int EVENTS = 300;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void thatWaitForKafkaDoNotFillTheHeap(SharedKafka kafka) {
        String name = kafka.unique("large");
        try (Broker broker = kafka.newBroker(name + "-broker", Map.of())) {
            broker.start();
            try (ConnectWorker worker =
                    kafka.newWorker(broker, WorkerSettings.named(name).withHeap("256m"))) {
                worker.start();
                TestedReceiver receiver = new TestedReceiver(kafka, worker);
                receiver.start(receiver.props().with("webhook.max.body.bytes", LARGEST_ORDINARY));
                WebhookClient client = receiver.client();
                assertThat(client.deliver(event(0))).isEqualTo(200);

                broker.freeze();
                for (int round = 0; round < 2; round++) {
                    assertThat(answers(client)).isSubsetOf(503, 408); // 408 where this machine is slow to send them
                }
                broker.thaw();

                WebhookReady.await(client);
                assertThat(client.deliver(event(0))).isEqualTo(200);
                assertThat(worker.rest().failures(receiver.connector())).isEmpty();
            }
        }
    }

    /** All at once, each time the same ones. */
    private Stream<Integer> answers(WebhookClient client) {
        return IntStream.rangeClosed(1, EVENTS)
                .mapToObj(number -> http.sendAsync(client.signed(event(number)).build(), BodyHandlers.discarding()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode);
    }

    /** One character that is not Latin makes Java keep the whole text with two bytes a character. */
    private static byte[] event(int number) {
        String text = "\"\u65e5" + "x".repeat(600_000) + "\"";
        return AbusiveBodies.event("large-" + number, "content", text).getBytes(UTF_8);
    }
}
