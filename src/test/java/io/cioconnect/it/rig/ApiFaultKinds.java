package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Mood;
import io.cioconnect.simulator.Moods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;

/** Faults of Customer.io's API: of all of it, and of one path. */
final class ApiFaultKinds {
    private static final String EVERYWHERE = "/v1";
    private static final String MESSAGES = "messages";
    private static final String PARENTS = "parents";
    private static final int OFTEN = 6;
    private static final int MOST_ANSWERS = 20;
    private static final int MOST_PASSES = 2;

    /** Rows below parents are read every four seconds. */
    private static final Duration TO_BE_MET = Duration.ofSeconds(30);

    private static final List<Fault> FAULTS = List.of(
            Fault.status(500),
            Fault.status(503),
            Fault.status(404),
            Fault.status(403),
            Fault.rateLimited(1),
            Fault.html(200),
            Fault.truncated(),
            Fault.reset(),
            Fault.hang(),
            Fault.drip(64, Duration.ofMillis(200)),
            Fault.missingArrayKey());

    /**
     * With this reply the API says that there is nothing. The next pass sees a list again, see {@link EmptyReplies}; but nobody would read a window
     * of deliveries again, and rows below one parent are deleted at once.
     */
    private static final Fault NOTHING = Fault.nullArray();

    private final Rig rig;

    private ApiFaultKinds(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        ApiFaultKinds faults = new ApiFaultKinds(rig);
        List<Fault> all = new ArrayList<>(FAULTS);
        all.add(Fault.quotaExceeded()); // stops all calls for a while, whatever their path
        List<FaultKind> kinds = new ArrayList<>();
        kinds.add(FaultKind.of("api-fault", "api", draw -> faults.fault(EVERYWHERE, all, draw))
                .times(2));
        List<Fault> withNothing = new ArrayList<>(FAULTS);
        withNothing.add(NOTHING);
        paths().forEach((name, path) -> {
            List<Fault> ofPath = name.equals(MESSAGES) || name.equals(PARENTS) ? FAULTS : withNothing;
            kinds.add(FaultKind.of("api-fault-" + name, "api-" + name, draw -> faults.fault(path, ofPath, draw))
                    .times(OFTEN));
        });
        kinds.add(FaultKind.of("api-empty-list", "api-lists", faults::emptyList).times(OFTEN));
        kinds.add(FaultKind.of("api-parent-unreadable", "api-parent", faults::parent)
                .times(OFTEN));
        kinds.add(FaultKind.of("api-mood", "api-mood", faults::mood).times(OFTEN));
        return kinds;
    }

    private static Map<String, String> paths() {
        Map<String, String> paths = new TreeMap<>();
        Rig.TABLES.forEach(table -> paths.put(table, EVERYWHERE + "/" + table));
        paths.put(PARENTS, EVERYWHERE + "/" + Rig.CHILDREN.parents());
        paths.put(MESSAGES, EVERYWHERE + "/" + MESSAGES);
        paths.put("webhooks", EVERYWHERE + "/reporting_webhooks");
        return paths;
    }

    private Runnable fault(String path, List<Fault> faults, int draw) {
        rig.customerIo.faults().times(1 + draw % MOST_ANSWERS, path, faults.get(draw % faults.size()));
        return () -> {
            rig.customerIo.faults().clear(path);
            rig.customerIo.releaseHanging();
        };
    }

    private Runnable emptyList(int draw) {
        String path = EVERYWHERE + "/" + Rig.TABLES.get(draw % 3);
        rig.customerIo.faults().times(1, path, Fault.emptyList());
        return () -> rig.customerIo.faults().clear(path);
    }

    /** A pass goes on without the rows below one parent; they must stay, however often that happens. */
    private Runnable parent(int draw) {
        String path = EVERYWHERE + "/" + Rig.CHILDREN.parents() + "/" + Rig.STEADY_PARENT;
        int replies = 1 + draw % MOST_PASSES;
        rig.customerIo.faults().times(replies, path, draw % 2 == 0 ? Fault.missingArrayKey() : Fault.html(200));
        return () -> {
            try {
                await("passes have met the unreadable parent")
                        .atMost(TO_BE_MET)
                        .until(() -> rig.customerIo.faults().pending(path) == 0);
                rig.effects.saw("a parent could not be read");
            } catch (ConditionTimeoutException notAsked) {
                rig.effects.saw("an unreadable parent was not asked for often enough");
                rig.customerIo.faults().clear(path);
            }
        };
    }

    private Runnable mood(int draw) {
        Set<Mood> moods = new TreeSet<>(Moods.drawn(draw));
        moods.remove(Mood.EVENT_NOT_KEPT);
        moods.remove(Mood.ROW_FIELDS_ADDED);
        moods.removeAll(rig.customerIo.moods().active()); // another fault's
        rig.history.add("moods", Map.of("on", moods.toString()));
        rig.customerIo.moods().on(moods);
        return () -> {
            rig.customerIo.moods().off(moods.toArray(Mood[]::new));
            rig.customerIo.releaseHanging();
            if (moods.contains(Mood.ODD_RETRY_AFTER)) {
                rig.pauses.ended();
            }
        };
    }
}
