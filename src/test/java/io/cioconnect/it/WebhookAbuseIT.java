package io.cioconnect.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.DeliveryChecker.Report;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.RawAbuse;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real worker with a small heap, clients that mean harm, and others whose events go on being answered 200. An OutOfMemoryError would end the
 * worker.
 */
@ExtendWith(KafkaExtension.class)
final class WebhookAbuseIT {
    private static final int LARGEST_ORDINARY = 640 * 1024;
    private static final Map<String, String> LARGE_BODIES =
            Map.of("webhook.max.body.bytes", Integer.toString(LARGEST_ORDINARY));
    private static final int THREADS_OF_THE_LISTENER = 16;
    private static final int THREADS_OF_OTHERS = 10; // JMX's own, Kafka's for topics that were not written to before
    private static final int MIB_THAT_MAY_COME_AND_STAY = 32;

    private final int vitalsPort = FreePort.next();

    @Test
    void whateverClientsDoOnTheirSocketsOthersAreServed(SharedKafka kafka) throws Exception {
        String connector = kafka.unique("abused");
        WorkerSettings settings = WorkerSettings.named(connector).withHeap("256m");
        try (ConnectWorker worker = kafka.newWorker(WorkerVitals.visible(settings, vitalsPort))) {
            worker.start();
            try (DeliveryRun run = new DeliveryRun(connector, worker, kafka.topics(), LARGE_BODIES);
                    WorkerVitals vitals = new WorkerVitals(vitalsPort)) {
                run.startLoad();
                run.awaitConfirmed(100);
                vitals.forgetPeak();
                int threads = vitals.threads();
                long heap = vitals.heapInUse();

                abuse(run);

                run.awaitConfirmed(20);
                assertThat(vitals.peakThreads()).isLessThan(threads + THREADS_OF_THE_LISTENER + THREADS_OF_OTHERS);
                assertThat(vitals.heapInUse()).isLessThan(heap + MIB_THAT_MAY_COME_AND_STAY);
                print(run.end(), threads, heap, vitals);
                assertThat(worker.isAlive()).isTrue();
                assertThat(worker.rest().failures(connector)).isEmpty();
            }
        }
    }

    /** One thing after the other, on top of what is still open; after each, others must have been served. */
    private static void abuse(DeliveryRun run) throws IOException {
        HttpPeer peer = new HttpPeer(run.receiver().getPort());
        String path = run.receiver().getPath();
        try (RawAbuse abuse = new RawAbuse(peer, path)) {
            abuse.idle(2_000);
            run.awaitConfirmed(5);
            List<Socket> dripping = abuse.dripping();
            abuse.halfOpen(50);
            run.awaitConfirmed(5);
            for (String broken : RawAbuse.brokenRequests(path)) {
                assertThat(peer.send(broken.getBytes(ISO_8859_1)).status())
                        .as(broken)
                        .isBetween(400, 505);
            }
            assertThat(peer.send("TRACE " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status())
                    .isEqualTo(405);
            abuse.headOfTenMegabytes();
            abuse.garbage(50);
            assertThat(abuse.endlessChunks().status()).isEqualTo(413);
            assertThat(abuse.gzipBomb().status()).isEqualTo(415);
            run.awaitConfirmed(5);
            for (Socket unfinished : abuse.unfinished(512, LARGEST_ORDINARY, 100_000)) {
                assertThat(HttpPeer.reply(unfinished).status()).isIn(503, 408);
            }
            run.awaitConfirmed(5);
            assertThatDrippingEnds(dripping);
        }
    }

    private static void assertThatDrippingEnds(List<Socket> dripping) {
        for (Socket socket : dripping) {
            await("a connection that drips is closed")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !RawAbuse.drip(socket));
        }
    }

    private static void print(Report report, int threads, long heap, WorkerVitals vitals) {
        System.out.printf(
                "abuse: confirmed %d, attempts by outcome %s, threads %d and at most %d, heap %d MiB and then %d MiB%n",
                report.confirmed(), report.outcomes(), threads, vitals.peakThreads(), heap, vitals.heapInUse());
    }
}
