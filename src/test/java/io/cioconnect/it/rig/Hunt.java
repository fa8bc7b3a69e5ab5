package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.rig.Schedule.Step;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SteadyLoad;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** One run: load and changes, the faults of a schedule, then all is healed and comes to rest. One thread, beside the lanes of the faults. */
final class Hunt {
    private static final int SERIAL_PER_SECOND = 8;
    private static final int PARALLEL_PER_SECOND = 20;
    private static final int CHANGES_PER_SECOND = 10;
    /** A backlog that becomes shorter has longer. */
    private static final Duration TO_REST = Duration.ofSeconds(200);

    private static final Duration TO_START = Duration.ofMinutes(10);
    private static final Duration TO_RECOVER = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Rig rig;
    private final List<FaultKind> kinds;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final List<Step> done = new CopyOnWriteArrayList<>();
    private final Disturbances disturbances = new Disturbances();
    private final PortWatch ports;
    private final Recovery recovery;
    private final boolean waits;
    private final Deque<Step> waiting = new ArrayDeque<>(); // of the thread that runs the schedule
    private Instant begun = Instant.EPOCH;
    private Instant ended = Instant.EPOCH;
    private final List<String> violations = new CopyOnWriteArrayList<>();

    /** @param waits whether most faults that stop work wait until the connector works again, as in runs that are cut off at a time */
    Hunt(Rig rig, boolean waits) {
        this.rig = rig;
        this.waits = waits;
        this.recovery = new Recovery(() -> rig.serial.acknowledged() + rig.parallel.acknowledged(), Clock.systemUTC());
        this.kinds = Faults.of(rig);
        this.ports = new PortWatch(rig.workers);
    }

    /** Those of a round, each as often as the round has it. */
    List<String> kindNames() {
        return kinds.stream()
                .flatMap(kind -> Collections.nCopies(kind.weight(), kind.name()).stream())
                .toList();
    }

    /** Creates the connector and waits until it does all it shall do. */
    void start() {
        await("the configuration is accepted").atMost(TO_REST).until(() -> rig.group.configure(rig.group.config()));
        await("the connector works before the first fault")
                .atMost(TO_START)
                .pollInterval(Duration.ofMillis(500))
                .until(this::isAtRest);
    }

    /** Stops at the end of the schedule or of the time, whichever comes first. */
    void run(Schedule schedule, Duration atMost) {
        begun = Instant.now();
        Instant end = begun.plus(atMost);
        List<SteadyLoad> loads = List.of(
                rig.changes.start(CHANGES_PER_SECOND),
                rig.messages.start(),
                rig.serial.load(SERIAL_PER_SECOND, Integer.MAX_VALUE, new SampleEvents()),
                rig.parallel.load(PARALLEL_PER_SECOND, Integer.MAX_VALUE, new SampleEvents()));
        try {
            for (Step step : schedule.steps()) {
                Instant next = Instant.now().plus(step.gap());
                if (next.isAfter(end)) {
                    break;
                }
                waitUntil(next);
                waiting.add(step);
                putNext(!waits);
            }
            putWaiting(end);
            ended = Instant.now();
            for (Lane lane : lanes.values()) {
                lane.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            loads.forEach(SteadyLoad::close);
        }
    }

    /** What is left of a schedule that is over; a connector that never works again is not waited for. */
    private void putWaiting(Instant end) throws InterruptedException {
        Instant patience = Instant.now().plus(TO_RECOVER);
        while (!waiting.isEmpty() && Instant.now().isBefore(end)) {
            waitUntil(Instant.now().plus(LOOK_EVERY));
            putNext(!waits || Instant.now().isAfter(patience));
        }
    }

    /** The first one that need not wait any longer. */
    private void putNext(boolean atOnce) throws InterruptedException {
        Optional<Step> admitted = waiting.stream()
                .filter(step -> atOnce || recovery.admits(kind(step), step.draw()))
                .findFirst();
        if (admitted.isPresent()) {
            waiting.remove(admitted.get());
            recovery.begun(kind(admitted.get()));
            lanes.computeIfAbsent(kind(admitted.get()).resource(), this::lane).put(admitted.get());
        }
    }

    private Lane lane(String resource) {
        return new Lane(resource, this::inject, () -> tend(resource), this::failed);
    }

    /** A worker that ended by itself, as it does when it finds no broker at its start, is started again, as a service is. */
    private void tend(String resource) {
        for (int number = 1; number <= rig.workers.size(); number++) {
            ConnectWorker worker = rig.workers.get(number - 1);
            if (resource.equals(Faults.worker(number)) && !worker.isAlive()) {
                rig.history.add("started-again", Map.of("worker", number));
                worker.launch();
            }
        }
    }

    private void failed(Step step, Throwable failure) {
        recovery.ended(kind(step));
        rig.history.add("not-injected", Map.of("number", step.number(), "because", failure.toString()));
        violations.add(
                "rig: fault " + step.number() + ", " + step.kind() + ", could not be injected or healed: " + failure);
    }

    private void waitUntil(Instant moment) throws InterruptedException {
        for (Duration left = until(moment); left.compareTo(Duration.ZERO) > 0; left = until(moment)) {
            ports.look();
            TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_EVERY.toMillis(), left.toMillis()));
        }
    }

    private static Duration until(Instant moment) {
        return Duration.between(Instant.now(), moment);
    }

    private FaultKind kind(Step step) {
        return kinds.stream()
                .filter(candidate -> candidate.name().equals(step.kind()))
                .findFirst()
                .orElseThrow();
    }

    /** On the thread of the fault's lane. */
    private Runnable inject(Step step) {
        FaultKind kind = kind(step);
        rig.history.add("fault", Map.of("number", step.number(), "fault", kind.name(), "draw", step.draw()));
        Instant from = Instant.now();
        if (kind.name().startsWith("worker-kill") || kind.name().startsWith("port-taken")) {
            disturbances.killed(from);
        }
        ports.disturbedBy(kind);
        Runnable healing = kind.injection().apply(step.draw());
        done.add(step);
        return () -> {
            healing.run();
            healed(kind, step, from);
        };
    }

    private void healed(FaultKind kind, Step step, Instant from) {
        ports.disturbedBy(kind);
        rig.history.add("healed", Map.of("number", step.number(), "fault", kind.name()));
        disturbances.add(kind, from, Instant.now());
        recovery.ended(kind);
    }

    /** Everything is healed: C6. What does not come to rest is a violation, and judged as it stands. */
    void rest() {
        try {
            Patience.start(rig.brokers);
            rig.workers.forEach(Patience::start);
            await("the configuration is the first one again")
                    .atMost(rig.pauses.onTopOf(TO_REST))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> rig.group.configure(rig.group.config()) && rig.group.ask("PUT", "/resume"));
            rig.group.delete(rig.connector + "-neighbour");
            awaitRest("all is healed and works again");
        } catch (ConditionTimeoutException | TerminalFailureException late) {
            violations.add("C6: " + late.getMessage() + "; status "
                    + rig.group.status().map(JsonNode::toString).orElse("unknown") + ", serial backlog "
                    + rig.serial.backlog() + ", parallel backlog " + rig.parallel.backlog() + ", webhooks "
                    + rig.hooks.ours(rig.customerIo.reportingWebhooks().hooks()));
        }
    }

    /** However long the backlog became: it must only go on becoming shorter. */
    private void awaitRest(String what) {
        for (int before = Integer.MAX_VALUE; ; before = backlog()) {
            try {
                await(what)
                        .atMost(rig.pauses.onTopOf(TO_REST))
                        .pollInterval(Duration.ofMillis(500))
                        .until(this::isAtRest);
                return;
            } catch (ConditionTimeoutException late) {
                if (backlog() == 0 || backlog() >= before) {
                    throw late;
                }
            }
        }
    }

    private boolean isAtRest() {
        reviveFailed();
        Optional<JsonNode> status = rig.group.status();
        return status.isPresent() && areRunning(status.get()) && backlog() == 0 && isHooked();
    }

    private int backlog() {
        return rig.serial.backlog() + rig.parallel.backlog();
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
        return List.copyOf(violations);
    }

    /** Ports that were closed while their worker lived. */
    List<String> closedPorts() {
        return ports.violations();
    }

    Disturbances disturbances() {
        return disturbances;
    }

    /** When the first fault was due. */
    Instant begun() {
        return begun;
    }

    /** When there was no further one. */
    Instant ended() {
        return ended;
    }

    /** What was injected. */
    List<Step> done() {
        return done.stream().sorted(Comparator.comparingInt(Step::number)).toList();
    }

    /** How many of each kind. */
    Map<String, Integer> injected() {
        Map<String, Integer> injected = new TreeMap<>();
        done.forEach(step -> injected.merge(step.kind(), 1, Integer::sum));
        return injected;
    }
}
