package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Waits that outlast a machine whose cores everybody wants: nothing that is only slow may end a run. */
final class Patience {
    private static final int ROUNDS = 8;
    private static final Duration WORKER = Duration.ofMinutes(10);

    private Patience() {}

    /** Starts one again that ended by itself. */
    static void start(BrokerGroup brokers) {
        for (int round = 1; ; round++) {
            try {
                brokers.start();
                return;
            } catch (ConditionTimeoutException | TerminalFailureException slow) {
                if (round == ROUNDS) {
                    throw slow;
                }
            }
        }
    }

    /** A worker that ends by itself, as it does when it finds no broker at its start, is started again. */
    static void start(ConnectWorker worker) {
        await("worker serves; its log is in target/it-logs").atMost(WORKER).until(() -> {
            if (!worker.isAlive()) {
                worker.launch();
            }
            return worker.rest().isHealthy();
        });
    }
}
