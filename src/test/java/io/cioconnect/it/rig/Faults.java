package io.cioconnect.it.rig;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import io.cioconnect.simulator.Moods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/** Every kind of fault the rig can inject, in an order that never depends on the run. */
final class Faults {
    private static final String BROKER = "broker";
    private static final String CONNECTOR = "connector";

    private final Rig rig;
    private final List<FaultKind> kinds = new ArrayList<>();

    private Faults(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        Faults faults = new Faults(rig);
        faults.nodes();
        faults.links();
        faults.lifeCycle();
        faults.configuration();
        faults.movePath();
        faults.api();
        faults.kinds.addAll(DeliveryFaults.of(rig));
        faults.kinds.addAll(Rotations.of(rig));
        return List.copyOf(faults.kinds);
    }

    private void nodes() {
        add("broker-stop", BROKER, draw -> healedBy(rig.broker::stop, this::startBroker));
        add("broker-kill", BROKER, draw -> healedBy(rig.broker::kill, this::startBroker));
        add("broker-freeze", BROKER, draw -> healedBy(rig.broker::freeze, rig.broker::thaw));
        onWorker("worker-kill", worker -> healedBy(worker::kill, worker::launch));
        onWorker("worker-term", worker -> healedBy(worker::stop, worker::launch));
        onWorker("worker-freeze", worker -> healedBy(worker::freeze, worker::thaw));
    }

    /** On a busy machine it may take longer than the harness waits. */
    private void startBroker() {
        try {
            rig.broker.start();
        } catch (ConditionTimeoutException slow) {
            rig.broker.awaitAnswer();
        }
    }

    /** A worker that ended by itself, as it does when it finds no broker at its start, is started again instead. */
    private void onWorker(String name, java.util.function.Function<ConnectWorker, Runnable> injection) {
        for (int i = 0; i < rig.workers.size(); i++) {
            ConnectWorker worker = rig.workers.get(i);
            kinds.add(FaultKind.of(
                            name + "-" + (i + 1),
                            "workers",
                            draw -> worker.isAlive() ? injection.apply(worker) : relaunched(worker))
                    .cutting());
        }
    }

    private static Runnable relaunched(ConnectWorker worker) {
        worker.launch();
        return () -> {};
    }

    private void links() {
        for (FaultyLink.State state : FaultyLink.State.values()) {
            if (state != FaultyLink.State.CLEAR) {
                String name = state.name().toLowerCase(java.util.Locale.ROOT);
                add("link-api-" + name, "link-api", draw -> faulty(rig.apiLink, state));
                add("link-broker-" + name, BROKER, draw -> faulty(rig.brokerLink, state));
                kinds.add(FaultKind.of("link-sender-" + name, "link-sender", draw -> faulty(rig.senderLink, state))
                        .cutting());
                kinds.add(FaultKind.of("link-receiver-" + name, "link-receiver", draw -> {
                            FaultyLink link = rig.receiverLinks.get(draw % rig.receiverLinks.size());
                            return faulty(link, state);
                        })
                        .cutting());
            }
        }
    }

    private static Runnable faulty(FaultyLink link, FaultyLink.State state) {
        link.become(state);
        return () -> link.become(FaultyLink.State.CLEAR);
    }

    private void lifeCycle() {
        add("task-restart", CONNECTOR, draw -> asked("POST", "/tasks/" + draw % 2 + "/restart"));
        add("connector-restart", CONNECTOR, draw -> asked("POST", "/restart?includeTasks=true&onlyFailed=false"));
        add("pause", CONNECTOR, draw -> {
            rig.group.ask("PUT", "/pause");
            return () -> rig.group.ask("PUT", "/resume");
        });
        add("stop", CONNECTOR, draw -> {
            rig.group.ask("PUT", "/stop");
            return () -> rig.group.ask("PUT", "/resume");
        });
        add("delete-and-create", CONNECTOR, draw -> {
            rig.group.delete(rig.connector);
            return this::restoreConfig;
        });
    }

    private void configuration() {
        changed("refresh.emit", "changes");
        changed("refresh.deletes", "flag", "both", "none");
        changed("refresh.interval.ms", 5_000);
        changed("refresh.on.start", true);
        changed("tables", "*_events,campaigns,snippets", "*_events,@lists");
        changed("app.api.url", "http://127.0.0.1:" + rig.apiLink.port());
        changed("region", "eu");
        changed("tasks.max", 1, 3);
        changed("webhook.max.in.flight", 1, 4);
        changed("webhook.response.timeout.ms", 500, 3_000);
        changed("webhook.max.body.bytes", 2_000);
        changed("app.api.requests.per.second", 1);
        changed("webhook.listen.host", "127.0.0.1");
        changed("webhook.ssl.keystore.location", "/no/such/keystore");
        changed("events.layout", "single");
    }

    /** The sender still calls the old path, and may be told that there is none. */
    private void movePath() {
        kinds.add(FaultKind.of("config-webhook.listen.path", CONNECTOR, draw -> {
                    rig.group.configure(rig.configWith("webhook.listen.path", "/webhooks/elsewhere"));
                    return this::restoreConfig;
                })
                .cutting());
    }

    private void changed(String key, Object... values) {
        add("config-" + key, CONNECTOR, draw -> {
            rig.group.configure(rig.configWith(key, values[draw % values.length]));
            return this::restoreConfig;
        });
    }

    private void restoreConfig() {
        rig.group.configure(rig.group.config());
    }

    private void api() {
        List<Fault> faults = List.of(
                Fault.status(500),
                Fault.status(503),
                Fault.status(404),
                Fault.status(403),
                Fault.rateLimited(1),
                Fault.quotaExceeded(),
                Fault.html(200),
                Fault.truncated(),
                Fault.reset(),
                Fault.hang(),
                Fault.drip(64, Duration.ofMillis(200)),
                Fault.nullArray(),
                Fault.missingArrayKey());
        add("api-fault", "api", draw -> {
            Fault fault = faults.get(draw % faults.size());
            rig.customerIo.faults().times(1 + draw % 20, "/v1", fault);
            return () -> {
                rig.customerIo.faults().clear();
                rig.customerIo.releaseHanging();
            };
        });
        add("api-empty-list", "api", draw -> {
            rig.customerIo.faults().times(1, "/v1/" + Rig.TABLES.get(draw % 3), Fault.emptyList());
            return () -> rig.customerIo.faults().clear();
        });
        add("api-mood", "api", draw -> {
            Set<Mood> moods = new TreeSet<>(Moods.drawn(draw));
            moods.remove(Mood.EVENT_NOT_KEPT);
            moods.remove(Mood.ROW_FIELDS_ADDED);
            rig.history.add("moods", Map.of("on", moods.toString()));
            rig.customerIo.moods().only(moods);
            return () -> {
                rig.customerIo.moods().only(Collections.emptySet());
                rig.customerIo.releaseHanging();
            };
        });
    }

    private Runnable asked(String method, String below) {
        rig.group.ask(method, below);
        return () -> {};
    }

    private static Runnable healedBy(Runnable injection, Runnable healing) {
        injection.run();
        return healing;
    }

    private void add(String name, String resource, java.util.function.IntFunction<Runnable> injection) {
        Consumer<FaultKind> adder = kinds::add;
        adder.accept(FaultKind.of(name, resource, injection));
    }
}
