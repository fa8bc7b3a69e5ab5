package io.cioconnect.window;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.DeliveriesConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The settings of a model run, one of which changes now and then. */
final class ModelSettings {
    static final List<String> TYPES = List.of("email", "push", "twilio");
    private static final List<String> TABLES = List.of("@deliveries", "@deliveries", "deliveries", "delivery_metrics");
    private static final List<String> SOME_TYPES = List.of("email", "email,push", "push,email,twilio", "twilio,push");
    private static final List<String> DAYS = List.of("P0D", "P2D", "P30D", "P45D", "P90D");
    private static final List<String> RESCANS = List.of(
            "2h/15m,3d/6h,30d/24h", "2h/15m", "10d/1h", "30m/10m,40d/2d", "1d/15m,60d/7d", "30d/24h", "80d/24h,2h/15m");

    private final Random random;
    private final Map<String, String> settings =
            new HashMap<>(Map.of("name", "c", "topic.prefix", "p", "app.api.key", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"));

    ModelSettings(Random random, Instant now) {
        this.random = random;
        settings.put("tables", "@deliveries");
        settings.put("deliveries.rescan", of(RESCANS));
        settings.put("deliveries.start", start(now));
        changeTypes();
    }

    /** Another value for one of them. */
    void change(Instant now) {
        switch (random.nextInt(6)) {
            case 0 -> changeTypes();
            case 1 -> settings.put("tables", of(TABLES));
            case 2 -> settings.put("deliveries.rescan", of(RESCANS));
            case 3 -> settings.put("refresh.on.start", Boolean.toString(random.nextBoolean()));
            default -> settings.put("deliveries.start", start(now));
        }
    }

    private void changeTypes() {
        if (random.nextBoolean()) {
            settings.remove("deliveries.types");
        } else {
            settings.put("deliveries.types", of(SOME_TYPES));
        }
    }

    private String start(Instant now) {
        return random.nextBoolean()
                ? of(DAYS)
                : now.plus(Duration.ofDays(random.nextInt(90) - 80)).toString().substring(0, 10);
    }

    private String of(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    CustomerIoSourceConfig config() {
        return new CustomerIoSourceConfig(settings);
    }

    @Override
    public String toString() {
        var shown = new HashMap<>(settings);
        shown.keySet().removeAll(List.of("name", "topic.prefix", "app.api.key"));
        return shown.toString();
    }

    /** What a task was started with. */
    record Started(DeliveriesConfig config, Instant at) {
        /** Deliveries created earlier are not asked for, unless an earlier task did so. */
        long start() {
            return config.start(at).getEpochSecond();
        }

        Set<String> types() {
            return new HashSet<>(config.types().isEmpty() ? TYPES : config.types());
        }

        /** No delivery that is this old, in seconds, escapes when it changes, however often reads fail or are late. */
        long safeAge() {
            return config.rescans().stream()
                    .mapToLong(rescan -> rescan.age().toSeconds()
                            - Math.max(86_400, 2 * rescan.interval().toSeconds()))
                    .max()
                    .orElseThrow();
        }
    }
}
