package io.cioconnect.it;

import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Mood;
import io.cioconnect.simulator.Moods;
import java.util.stream.Stream;

/**
 * A workspace that spells and lists things otherwise than documented, in ways that no test may notice: as the build's fixed seed draws them,
 * or as {@code -Dmoods.seed=17} or {@code -Dmoods=GZIPPED,SLASH_ADDED} says; {@code -Dmoods.seed=none} lets it answer as documented.
 */
final class HarmlessMoods {
    private static final String SEED = System.getProperty("moods.seed", "none");
    private static final String NAMES = System.getProperty("moods", "");

    private HarmlessMoods() {}

    static void switchOn(CustomerIoSimulator customerIo) {
        if (!NAMES.isEmpty()) {
            Stream.of(NAMES.split(",")).map(Mood::valueOf).forEach(customerIo.moods()::on);
        } else if (!SEED.equals("none")) {
            customerIo.moods().on(Moods.harmless(Long.parseLong(SEED)));
        }
    }
}
