package io.cioconnect.it;

import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Mood;
import io.cioconnect.simulator.Moods;
import java.util.stream.Stream;

/**
 * The integration tests of registration and lists once more, in another mood: {@code -Dmoods.seed=17} lets each simulated workspace of them
 * spell things otherwise, in the harmless ways that this seed draws, and {@code -Dmoods=GZIPPED,SLASH_ADDED} in these. No test may notice.
 */
final class HarmlessMoods {
    private static final String SEED = System.getProperty("moods.seed", "");
    private static final String NAMES = System.getProperty("moods", "");

    private HarmlessMoods() {}

    static void switchOn(CustomerIoSimulator customerIo) {
        if (!SEED.isEmpty()) {
            customerIo.moods().on(Moods.harmless(Long.parseLong(SEED)));
        }
        if (!NAMES.isEmpty()) {
            Stream.of(NAMES.split(",")).map(Mood::valueOf).forEach(customerIo.moods()::on);
        }
    }
}
