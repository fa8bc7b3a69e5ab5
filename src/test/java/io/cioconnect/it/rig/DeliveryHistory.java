package io.cioconnect.it.rig;

import java.util.List;
import java.util.Optional;

/** The start of the deliveries is moved back by a day for good, so that a day's worth of them is read for the first time, whatever happens meanwhile. */
final class DeliveryHistory {
    private final Rig rig;

    private DeliveryHistory(Rig rig) {
        this.rig = rig;
    }

    static List<FaultKind> of(Rig rig) {
        DeliveryHistory history = new DeliveryHistory(rig);
        return List.of(FaultKind.of("deliveries-start-earlier", "connector", draw -> history.earlier()));
    }

    private Runnable earlier() {
        Optional<String> start = rig.messages.earlierStart();
        start.ifPresent(day -> rig.group.keep("deliveries.start", day));
        rig.effects.saw(start.isPresent() ? "a day more of deliveries" : "no day more of deliveries: there are enough");
        rig.group.configure(rig.group.config());
        return () -> {};
    }
}
