package io.cioconnect.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Creates deliveries that are listed and change some time later. */
final class RandomDeliveries {
    private static final List<String> METRICS = List.of("sent", "delivered", "opened", "clicked");

    /** A minute, hours, days, weeks. */
    private static final List<Integer> SCALES = List.of(60, 30_000, 500_000, 6_000_000);

    /** What happened may be shown this many seconds later. */
    private static final int LATEST_REPORT = 22 * 3_600;

    private final ModelServer customerIo;
    private final Random random;
    private int number;

    RandomDeliveries(ModelServer customerIo, Random random) {
        this.customerIo = customerIo;
        this.random = random;
    }

    /**
     * Several of them may come in one second.
     *
     * @param after the earliest is created so many seconds ago
     * @param before the latest is created in so many seconds
     */
    void create(int count, int after, int before) {
        long created = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || random.nextInt(3) > 0) {
                created = customerIo.now() - after + random.nextInt(after + before + 1);
            }
            create(created);
        }
    }

    private void create(long created) {
        int delay = random.nextInt(12) == 0 ? random.nextInt(20 * 3_600) : random.nextInt(60);
        List<ModelDelivery.Metric> metrics = new ArrayList<>();
        for (String name : METRICS.subList(0, random.nextInt(METRICS.size() + 1))) {
            long reported = created + later(random.nextInt(SCALES.size()));
            long at = Math.max(created, reported - later(random.nextInt(3)) % LATEST_REPORT);
            metrics.add(new ModelDelivery.Metric(name, at, reported));
        }
        String type = ModelSettings.TYPES.get(random.nextInt(ModelSettings.TYPES.size()));
        customerIo.deliveries().add(new ModelDelivery("d" + number++, created, type, created + delay, metrics));
    }

    private int later(int scale) {
        return random.nextInt(SCALES.get(scale));
    }
}
