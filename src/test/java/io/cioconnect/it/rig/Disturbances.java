package io.cioconnect.it.rig;

import io.cioconnect.it.rig.FaultKind.Touch;
import io.cioconnect.simulator.DeliveryChecker.Downtime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** When faults may have shown in answers, and when they may have made another receiver take the deliveries. Thread-safe. */
final class Disturbances {
    /** A link works again at once. */
    private static final Duration AFTER_A_LINK = Duration.ofMillis(500);

    /** Tasks have to read their old path first. */
    private static final Duration AFTER_A_CHANGE = Duration.ofSeconds(10);

    /** A worker that was killed or frozen is noticed late, and so is its return. */
    private static final Duration AFTER_A_RECEIVER = Duration.ofSeconds(5);

    /** A group needs its time. */
    private static final Duration AFTER_A_MOVE = Duration.ofSeconds(60);

    private final List<Downtime> ofSenders = new CopyOnWriteArrayList<>();
    private final List<HeldUp> ofReceivers = new CopyOnWriteArrayList<>();
    private final List<Downtime> moves = new CopyOnWriteArrayList<>();
    private final List<Instant> kills = new CopyOnWriteArrayList<>();

    private record HeldUp(int receiver, Downtime time) {}

    void add(FaultKind kind, Instant from, Instant healed) {
        if (kind.touch() == Touch.SENDER) {
            ofSenders.add(new Downtime(from, healed.plus(isLink(kind) ? AFTER_A_LINK : AFTER_A_CHANGE)));
        }
        if (kind.touch() == Touch.RECEIVER) {
            Downtime time = new Downtime(from, healed.plus(isLink(kind) ? AFTER_A_LINK : AFTER_A_RECEIVER));
            ofReceivers.add(new HeldUp(numberIn(kind.resource()), time));
        }
        if (kind.touch() == Touch.RECEIVER || Recovery.stopsWork(kind)) {
            moves.add(new Downtime(from, healed.plus(AFTER_A_MOVE)));
        }
    }

    /** Resources of receivers end with their number. */
    private static int numberIn(String resource) {
        return Integer.parseInt(resource.substring(resource.lastIndexOf('-') + 1));
    }

    /** A worker ended at once, by a fault or by itself. */
    void killed(Instant at) {
        kills.add(at);
    }

    List<Instant> kills() {
        return List.copyOf(kills);
    }

    private static boolean isLink(FaultKind kind) {
        return kind.resource().startsWith("link-");
    }

    /** When a sender's answers may have been missing, late, or others than 200 and 503. */
    List<Downtime> ofSenders() {
        return List.copyOf(ofSenders);
    }

    /** When a receiver, or the connection to it, may have stood still. */
    List<Downtime> ofReceivers() {
        return ofReceivers.stream().map(HeldUp::time).toList();
    }

    boolean cutBetween(Instant from, Instant to) {
        return ofSenders.stream().anyMatch(cut -> cut.overlaps(from, to));
    }

    /** Whether that receiver may have given no answer to the load balancer. */
    boolean receiverHeldUpBetween(int number, Instant from, Instant to) {
        return ofReceivers.stream().anyMatch(held -> held.receiver == number && held.time.overlaps(from, to));
    }

    /** Whether deliveries may have come to another receiver than before. */
    boolean movedBetween(Instant from, Instant to) {
        return moves.stream().anyMatch(move -> move.overlaps(from, to));
    }
}
