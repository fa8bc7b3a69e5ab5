package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.pace.Backoff;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Some connectors, the ports they share, and a random history of both, with everything that must hold checked on the way. The same seed
 * gives the same history, but for how threads interleave.
 */
final class ListenerRun implements AutoCloseable {
    private static final ListenerTimings TIMINGS = new ListenerTimings(
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
            Duration.ofMinutes(1),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofSeconds(5));

    private final long seed;
    private final Random random;
    private final List<Integer> numbers;
    private final int health;
    private final ListenerDraw draw;
    private final ManualThreads threads = new ManualThreads();
    private final Map<Object, Object> shared = new ConcurrentHashMap<>();
    private final Listeners listeners;
    private final Map<HostPort, PortModel> ports = new LinkedHashMap<>();
    private final List<ModelConnector> connectors = new ArrayList<>();
    private final List<ModelTask> everyone = new ArrayList<>();
    private final List<ModelTask> zombies = new ArrayList<>(); // of tasks that Connect has given up
    private final Map<Integer, ServerSocket> others = new HashMap<>(); // programs that have a port
    private final List<String> history = new ArrayList<>();
    final ListenerJudge judge;
    private final HealthJudge healthJudge;
    private long now;
    int restarts;

    /** @param numbers of ports that are free, the last one for health */
    ListenerRun(long seed, List<Integer> numbers) {
        this.seed = seed;
        random = new Random(new SplittableRandom(seed).nextLong()); // seeds in a row would begin alike
        this.numbers = numbers.subList(0, numbers.size() - 1);
        this.health = numbers.get(numbers.size() - 1);
        draw = new ListenerDraw(random, this.numbers, health);
        listeners = new Listeners(TIMINGS, () -> now, Clock.systemUTC(), shared, threads.threads());
        judge = new ListenerJudge(this::describe, ports.values(), everyone);
        healthJudge = new HealthJudge(ports.values(), judge);
        for (String name : List.of("a", "b", "c", "d").subList(0, 2 + random.nextInt(3))) {
            WebhookSettings settings = draw.usual(name);
            if (random.nextInt(3) == 0) {
                settings = draw.changed(settings, name);
            }
            connectors.add(new ModelConnector(name, 1 + random.nextInt(3), settings));
        }
    }

    private String describe() {
        return "seed " + seed + " (-Dmodel.seed=" + seed + " -Dmodel.runs=1) at " + now / 1_000_000 + " ms\n"
                + String.join("\n", history) + "\n" + ports.values();
    }

    void run() throws Exception {
        int length = 5 + random.nextInt(30);
        for (int i = 0; i < length; i++) {
            act();
            if (random.nextInt(3) == 0) {
                callAll();
            }
            if (random.nextInt(4) != 0) {
                settle(random.nextInt(3) == 0 ? draw.pause() : Duration.ZERO);
            }
        }
        settle(Duration.ZERO);
        end();
    }

    /** All tasks end, and nothing is left of them. */
    private void end() throws Exception {
        for (ModelConnector connector : connectors) {
            stop(connector);
        }
        for (ModelTask zombie : List.copyOf(zombies)) {
            close(zombie, false);
        }
        closeOthers();
        settle(Duration.ofDays(1));
        settle(Duration.ofDays(2));
        settle(Duration.ofSeconds(15));
        for (int number : numbers) {
            await(describe()).until(() -> ModelCalls.isRefused(number));
        }
        await(describe()).until(() -> ModelCalls.isRefused(health));
        threads.tick();
        assertThat(threads.areTicking()).as(describe()).isFalse();
        assertThat(shared).as(describe()).isEmpty();
    }

    private void act() throws IOException {
        ModelConnector connector = draw.oneOf(connectors);
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> restart(connector);
            case 4, 5, 6, 7 -> reconfigure(connector);
            case 8 -> stop(connector);
            case 9 -> fail(connector);
            case 10 -> failStart(connector);
            case 11 -> giveUp(connector);
            case 12, 13 -> poll(connector);
            case 14 -> zombie();
            default -> otherProgram();
        }
    }

    private void start(ModelConnector connector) {
        for (int number = 0; number < connector.receivers; number++) {
            var task = new ModelTask(connector.name, number, connector.settings, connector.key, everyone.size());
            everyone.add(task);
            connector.tasks.add(task);
            history.add(time() + "start " + task + task.described());
            task.leased(listeners.lease(connector.name, number, task.settings.config(), task, Optional::empty));
            port(task).add(task, now);
        }
    }

    private PortModel port(ModelTask task) {
        return ports.computeIfAbsent(task.address(), address -> new PortModel(address, task));
    }

    private void stop(ModelConnector connector) {
        List.copyOf(connector.tasks).forEach(task -> close(task, false));
    }

    private void close(ModelTask task, boolean failed) {
        history.add(time() + (failed ? "fail " : "close ") + task);
        connectors.forEach(connector -> connector.tasks.remove(task));
        zombies.remove(task);
        if (failed) {
            task.lease().fail();
        } else {
            task.lease().close();
        }
        task.open = false;
        port(task).release(task, failed, now);
    }

    private void restart(ModelConnector connector) {
        restarts++;
        stop(connector);
        start(connector);
    }

    private void reconfigure(ModelConnector connector) {
        for (int i = 0; i <= random.nextInt(2); i++) {
            connector.settings = draw.changed(connector.settings, connector.name);
        }
        if (random.nextInt(6) == 0) {
            connector.key = "key " + everyone.size() + " of " + connector.name;
        }
        restart(connector);
    }

    private void fail(ModelConnector connector) {
        if (!connector.tasks.isEmpty()) {
            close(draw.oneOf(connector.tasks), true);
        }
    }

    private void failStart(ModelConnector connector) {
        stop(connector);
        int number = random.nextInt(connector.receivers);
        start(connector);
        ModelTask failing = connector.tasks.get(number);
        WebhookSettings readable = random.nextBoolean() ? connector.settings : connector.settings.tokens();
        var task = new ModelTask(connector.name, number, readable, connector.key, everyone.size());
        history.add(time() + "failed start " + task);
        listeners.failedStart(connector.name, number, readable.config());
        port(task).failedStart(task, now);
        connector.tasks.remove(failing);
        failing.open = false;
    }

    /** Connect does not wait for a task that does not end, and starts another in its place. */
    private void giveUp(ModelConnector connector) {
        if (!connector.tasks.isEmpty()) {
            ModelTask task = draw.oneOf(connector.tasks);
            history.add(time() + "give up " + task);
            task.open = false;
            connector.tasks.remove(task);
            zombies.add(task);
            restart(connector);
        }
    }

    /** One that was given up ends at last, or is the one that Connect polls after all. */
    private void zombie() {
        if (!zombies.isEmpty()) {
            ModelTask task = draw.oneOf(zombies);
            if (random.nextBoolean()) {
                close(task, false);
            } else {
                history.add(time() + "poll " + task);
                task.lease().polled();
                if (task.lost) {
                    port(task).takeBack(task, now);
                }
            }
        }
    }

    private void poll(ModelConnector connector) {
        if (!connector.tasks.isEmpty()) {
            ModelTask task = draw.oneOf(connector.tasks);
            switch (random.nextInt(3)) {
                case 0 -> task.open = !task.open;
                case 1 -> task.ready = !task.ready;
                default -> connector.tasks.forEach(each -> each.open = each.ready = true);
            }
            history.add(time() + "polled: " + connector.tasks);
        }
    }

    private void otherProgram() throws IOException {
        closeOthers();
        int number = draw.oneOf(numbers);
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            others.put(number, socket);
            history.add(time() + "taken " + number);
        } catch (IOException inUse) {
            socket.close();
        }
    }

    private void closeOthers() throws IOException {
        history.add(time() + "freed " + others.keySet());
        for (ServerSocket socket : others.values()) {
            socket.close();
        }
        others.clear();
    }

    private void settle(Duration pause) throws Exception {
        now += pause.toNanos();
        history.add(time() + "settled");
        ports.values().forEach(port -> port.timePassed(now));
        threads.tick();
        for (int number : numbers) {
            judge.settled(number, others.containsKey(number), now);
        }
        ports.values().removeIf(port -> !port.mayBeOpen(now) && port.gone.isEmpty());
        callAll();
    }

    private void callAll() throws IOException {
        ports.values().forEach(port -> port.settled(now));
        for (int number : numbers) {
            if (!others.containsKey(number)) {
                judge.deliverToAll(number, now);
                healthJudge.look(number);
                if (!everyone.isEmpty()) {
                    judge.deceive(number, draw.oneOf(everyone), draw.oneOf(ListenerDraw.TOKENS), now);
                }
            }
        }
        healthJudge.lookAtHealth(health);
    }

    private String time() {
        return now / 1_000_000 + " ms: ";
    }

    @Override
    public void close() throws IOException {
        closeOthers();
        threads.close();
    }
}
