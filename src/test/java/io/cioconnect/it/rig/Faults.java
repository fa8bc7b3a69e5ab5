package io.cioconnect.it.rig;

import io.cioconnect.it.harness.ConnectWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Every kind of fault the rig can inject, in an order that never depends on the run. */
final class Faults {
    private static final String CONNECTOR = "connector";

    /** What restarts nothing and is over soon comes this often in each round. */
    private static final int OFTEN = 9;

    private static final int RATHER_OFTEN = 6;

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
        faults.kinds.addAll(ApiFaultKinds.of(rig));
        faults.kinds.addAll(DeliveryFaults.of(rig));
        faults.kinds.addAll(Rotations.of(rig));
        faults.kinds.addAll(rig.tokens.kinds());
        faults.kinds.addAll(rig.certificates.kinds(rig));
        faults.kinds.addAll(rig.clocks.kinds(rig));
        faults.kinds.addAll(ConfigChanges.of(rig));
        faults.kinds.addAll(DeliveryHistory.of(rig));
        faults.kinds.addAll(WebhookSpelling.of(rig));
        faults.kinds.addAll(SenderFaults.of(rig));
        faults.kinds.addAll(DiskFaults.of(rig));
        return List.copyOf(faults.kinds);
    }

    private void nodes() {
        kinds.addAll(BrokerFaults.of(rig));
        onWorker("worker-kill", worker -> healedBy(worker::kill, worker::launch));
        onWorker("worker-term", worker -> healedBy(worker::stop, worker::launch));
        onWorker("worker-freeze", worker -> healedBy(worker::freeze, worker::thaw));
    }

    /** A worker that ended by itself, as it does when it finds no broker at its start, is started again instead. */
    private void onWorker(String name, java.util.function.Function<ConnectWorker, Runnable> injection) {
        for (int i = 0; i < rig.workers.size(); i++) {
            ConnectWorker worker = rig.workers.get(i);
            kinds.add(FaultKind.of(
                            name + "-" + (i + 1),
                            worker(i + 1),
                            draw -> worker.isAlive() ? injection.apply(worker) : relaunched(worker))
                    .holdingUp());
        }
    }

    /** The lane of a worker's faults. */
    static String worker(int number) {
        return "worker-" + number;
    }

    private static Runnable relaunched(ConnectWorker worker) {
        worker.launch();
        return () -> {};
    }

    private void links() {
        link("api", draw -> rig.apiLink, kind -> kind.times(OFTEN));
        link("broker", rig.brokers::link, kind -> kind.times(2));
        link("sender", draw -> rig.senderLink, kind -> kind.cutting().times(OFTEN));
        for (int i = 0; i < rig.receiverLinks.size(); i++) {
            FaultyLink receiver = rig.receiverLinks.get(i);
            link(
                    "receiver-" + (i + 1),
                    draw -> receiver,
                    kind -> kind.holdingUp().times(RATHER_OFTEN));
        }
    }

    private void link(String to, IntFunction<FaultyLink> link, UnaryOperator<FaultKind> sort) {
        for (FaultyLink.State state : FaultyLink.State.values()) {
            if (state != FaultyLink.State.CLEAR) {
                String name = "link-" + to + "-" + state.name().toLowerCase(Locale.ROOT);
                kinds.add(sort.apply(FaultKind.of(name, "link-" + to, draw -> faulty(link.apply(draw), state))));
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
            return this::resume;
        });
        add("stop", CONNECTOR, draw -> {
            rig.group.ask("PUT", "/stop");
            return this::resume;
        });
        add("delete-and-create", CONNECTOR, draw -> {
            rig.group.delete(rig.connector);
            return this::restoreConfig;
        });
    }

    private void restoreConfig() {
        rig.group.insist(() -> rig.group.configure(rig.group.config()));
    }

    private void resume() {
        rig.group.insist(() -> rig.group.ask("PUT", "/resume"));
    }

    private Runnable asked(String method, String below) {
        rig.group.ask(method, below);
        return () -> {};
    }

    private static Runnable healedBy(Runnable injection, Runnable healing) {
        injection.run();
        return healing;
    }

    private void add(String name, String resource, IntFunction<Runnable> injection) {
        kinds.add(FaultKind.of(name, resource, injection));
    }
}
