package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.rig.Schedule.Step;
import io.cioconnect.simulator.DeliveryChecker.Downtime;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SteadyLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** One run: load and changes, the faults of a schedule, then all is healed and comes to rest. One thread. */
final class Hunt {
    private static final int SERIAL_PER_SECOND = 8;
    private static final int PARALLEL_PER_SECOND = 20;
    private static final int CHANGES_PER_SECOND = 10;
    private static final Duration TO_REST = Duration.ofSeconds(150);
    /** A worker that was killed or cut off is noticed late, and so is its return. */
    private static final Duration AFTERMATH = Duration.ofSeconds(3);

    /** What may make another receiver take the deliveries, and for how long after it was healed: a group needs its time. */
    private static final Set<String> MOVING = Set.of("workers", "broker", "connector", "neighbour");

    private static final Duration MOVING_AFTERMATH = Duration.ofSeconds(30);

    private final Rig rig;
    private final List<FaultKind> kinds;
    private final List<Held> held = new ArrayList<>();
    private final Map<String, Integer> injected = new TreeMap<>();
    private final List<Downtime> cuts = new ArrayList<>();
    private final List<Downtime> moves = new ArrayList<>();
    private final PortWatch ports;
    private final List<String> violations = new ArrayList<>();

    private record Held(FaultKind kind, Step step, Instant from, Runnable healing) {}

    Hunt(Rig rig) {
        this.rig = rig;
        this.kinds = Faults.of(rig);
        this.ports = new PortWatch(rig.workers);
    }

    List<String> kindNames() {
        return kinds.stream().map(FaultKind::name).toList();
    }

    /** Creates the connector and waits until it does all it shall do. */
    void start() {
        rig.group.configure(rig.group.config());
        awaitRest("the connector works before the first fault");
    }

    /** Stops at the end of the schedule or of the time, whichever comes first. */
    void run(Schedule schedule, Duration atMost) {
        Instant end = Instant.now().plus(atMost);
        List<SteadyLoad> loads = List.of(
                rig.changes.start(CHANGES_PER_SECOND),
                rig.serial.load(SERIAL_PER_SECOND, Integer.MAX_VALUE, new SampleEvents()),
                rig.parallel.load(PARALLEL_PER_SECOND, Integer.MAX_VALUE, new SampleEvents()));
        try {
            for (Step step : schedule.steps()) {
                Instant next = Instant.now().plus(step.gap());
                if (next.isAfter(end)) {
                    break;
                }
                waitUntil(next);
                inject(step);
            }
            while (!held.isEmpty()) {
                heal(held.get(0));
            }
        } finally {
            loads.forEach(SteadyLoad::close);
        }
    }

    private void waitUntil(Instant moment) {
        await("the next fault is due")
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(3))
                .until(() -> {
                    Instant now = Instant.now();
                    ports.look();
                    held.stream()
                            .filter(fault -> now.isAfter(fault.from.plus(fault.step.hold())))
                            .toList()
                            .forEach(this::heal);
                    return now.isAfter(moment);
                });
    }

    private void inject(Step step) {
        FaultKind kind = kinds.stream()
                .filter(candidate -> candidate.name().equals(step.kind()))
                .findFirst()
                .orElseThrow();
        held.stream()
                .filter(fault -> fault.kind.resource().equals(kind.resource()))
                .toList()
                .forEach(this::heal);
        rig.history.add("fault", Map.of("number", step.number(), "fault", kind.name(), "draw", step.draw()));
        Instant from = Instant.now();
        ports.disturbedBy(kind);
        Runnable healing = kind.injection().apply(step.draw());
        injected.merge(kind.name(), 1, Integer::sum);
        held.add(new Held(kind, step, from, healing));
    }

    private void heal(Held fault) {
        held.remove(fault);
        fault.healing.run();
        ports.disturbedBy(fault.kind);
        rig.history.add("healed", Map.of("number", fault.step.number(), "fault", fault.kind.name()));
        if (fault.kind.isCut()) {
            cuts.add(new Downtime(fault.from, Instant.now().plus(AFTERMATH)));
        }
        if (MOVING.contains(fault.kind.resource())) {
            moves.add(new Downtime(fault.from, Instant.now().plus(MOVING_AFTERMATH)));
        }
    }

    /** Everything is healed: C6. What does not come to rest is a violation, and judged as it stands. */
    void rest() {
        rig.workers.stream().filter(worker -> !worker.isAlive()).forEach(ConnectWorker::launch);
        try {
            rig.workers.forEach(ConnectWorker::awaitReady);
            await("the configuration is the first one again")
                    .atMost(TO_REST)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> rig.group.configure(rig.group.config()) && rig.group.ask("PUT", "/resume"));
            rig.group.delete(rig.connector + "-neighbour");
            awaitRest("all is healed and works again");
        } catch (ConditionTimeoutException late) {
            violations.add("C6: " + late.getMessage() + "; status "
                    + rig.group.status().map(JsonNode::toString).orElse("unknown") + ", serial backlog "
                    + rig.serial.backlog() + ", parallel backlog " + rig.parallel.backlog() + ", webhooks "
                    + rig.hooks.ours(rig.customerIo.reportingWebhooks().hooks()));
        }
    }

    private void awaitRest(String what) {
        await(what).atMost(TO_REST).pollInterval(Duration.ofMillis(500)).until(() -> {
            reviveFailed();
            Optional<JsonNode> status = rig.group.status();
            return status.isPresent()
                    && areRunning(status.get())
                    && rig.serial.backlog() + rig.parallel.backlog() == 0
                    && isHooked();
        });
    }

    /** C6: no task fails. It is restarted once that is written down, so that the rest of the run says more. */
    private void reviveFailed() {
        for (String trace : rig.group.failures()) {
            violations.add("C6: failed: " + trace.lines().limit(12).collect(Collectors.joining(" | ")));
            rig.history.add("failed", Map.of("trace", trace));
            rig.group.ask("POST", "/restart?includeTasks=true&onlyFailed=true");
        }
    }

    private boolean isHooked() {
        List<Hook> ours = rig.hooks.ours(rig.customerIo.reportingWebhooks().hooks());
        return ours.size() == 1
                && !ours.get(0).disabled()
                && ours.get(0).events().containsAll(rig.eventNames());
    }

    private static boolean areRunning(JsonNode status) {
        List<String> states = status.path("tasks").findValuesAsText("state");
        return status.path("connector").path("state").asText().equals("RUNNING")
                && states.size() == 2
                && states.stream().allMatch("RUNNING"::equals);
    }

    List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        all.addAll(ports.violations());
        return all;
    }

    List<Downtime> cuts() {
        return List.copyOf(cuts);
    }

    /** When deliveries may have come to another receiver than before. */
    List<Downtime> moves() {
        return List.copyOf(moves);
    }

    Map<String, Integer> injected() {
        return injected;
    }
}
