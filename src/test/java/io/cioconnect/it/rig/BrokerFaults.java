package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.Broker;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A broker that ends or stands still: the only one, and nothing can be stored, or one of several, and the others take over what it led. The draw says
 * which.
 */
final class BrokerFaults {
    private static final String BROKER = "broker";

    /** The others notice after nine seconds that one was killed, and clients after that. */
    private static final Duration TO_GO_ON = Duration.ofSeconds(40);

    /** Of the sender that sends one event after the other: it gets past none whose topic has no leader. One was under way already. */
    private static final int ANSWERS = 20;

    private final Rig rig;

    private BrokerFaults(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        BrokerFaults faults = new BrokerFaults(rig);
        return List.of(
                FaultKind.of("broker-stop", BROKER, draw -> faults.end(draw, "stopped", Broker::stop)),
                FaultKind.of("broker-kill", BROKER, draw -> faults.end(draw, "killed", Broker::kill)),
                FaultKind.of("broker-freeze", BROKER, faults::freeze));
    }

    private Runnable end(int draw, String how, Consumer<Broker> ending) {
        ending.accept(rig.brokers.one(draw));
        int before = rig.serial.acknowledged();
        return () -> {
            if (rig.brokers.count() > 1) {
                awaitOthers("broker " + number(draw) + " " + how, before);
            }
            Patience.start(rig.brokers);
        };
    }

    /** Another fault at the same time may keep the connector from working, so that this says what was seen and judges nothing. */
    private void awaitOthers(String what, int before) {
        try {
            await(what).atMost(TO_GO_ON).until(() -> rig.serial.acknowledged() >= before + ANSWERS);
            rig.effects.saw(what + ", and events were stored without it");
        } catch (ConditionTimeoutException late) {
            rig.effects.saw(what + ", and not enough events were stored before it came back");
        }
    }

    private Runnable freeze(int draw) {
        Broker broker = rig.brokers.one(draw);
        broker.freeze();
        if (rig.brokers.count() > 1) {
            rig.effects.saw("broker " + number(draw) + " frozen");
        }
        return broker::thaw;
    }

    private int number(int draw) {
        return 1 + draw % rig.brokers.count();
    }
}
