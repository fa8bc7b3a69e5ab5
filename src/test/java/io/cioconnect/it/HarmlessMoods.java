package io.cioconnect.it;

import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Moods;

/**
 * The integration tests of registration and lists once more, in another mood: {@code -Dmoods.seed=17} lets each simulated workspace of them
 * spell things otherwise, in the harmless ways that this seed draws. No test may notice.
 */
final class HarmlessMoods {
    private static final String SEED = System.getProperty("moods.seed", "");

    private HarmlessMoods() {}

    static void switchOn(CustomerIoSimulator customerIo) {
        if (!SEED.isEmpty()) {
            customerIo.moods().on(Moods.harmless(Long.parseLong(SEED)));
        }
    }
}
