package io.cioconnect.bench;

import io.cioconnect.webhook.EventGrowth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether an event costs more when more is remembered, when more is in flight, or when more tables receive. Each case in turns with the others. */
final class Growth {
    private static final int ROUNDS = 21;
    private static final int EVENTS = 2_000;
    private static final int WARM_UP = 100_000;

    private static final List<Case> CASES = List.of(
            new Case("remembered", 0, 0, 64, 1),
            new Case("remembered", 1_000, 1_000, 64, 1),
            new Case("remembered", 10_000, 10_000, 64, 1),
            new Case("remembered", 20_000, 20_000, 64, 1),
            new Case("remembered", 40_000, 40_000, 64, 1),
            new Case("in flight", 1, 20_000, 1, 1),
            new Case("in flight", 64, 20_000, 64, 1),
            new Case("in flight", 1_000, 20_000, 1_000, 1),
            new Case("in flight", 10_000, 20_000, 10_000, 1),
            new Case("tables", 1, 20_000, 64, 1),
            new Case("tables", 4, 20_000, 64, 4),
            new Case("tables", 8, 20_000, 64, 8));

    private final Report report;

    /** @param value of what grows, as the report names it */
    private record Case(String grows, int value, int remembered, int inFlight, int tables) {
        EventGrowth start() throws InterruptedException {
            return new EventGrowth(remembered, inFlight, tables);
        }
    }

    Growth(Report report) {
        this.report = report;
    }

    void run() throws IOException {
        Map<Case, List<Double>> micros = new LinkedHashMap<>();
        try {
            try (EventGrowth warmUp = new EventGrowth(0, 64, 8)) {
                warmUp.measure(WARM_UP);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Case one : CASES) {
                    try (EventGrowth events = one.start()) {
                        micros.computeIfAbsent(one, key -> new ArrayList<>()).add(events.measure(EVENTS) / 1e3);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        tell(micros);
    }

    private void tell(Map<Case, List<Double>> micros) throws IOException {
        StringBuilder lines =
                new StringBuilder("| what grows | number | CPU µs per event | of the smallest |\n|---|---|---|---|\n");
        for (String grows : List.of("remembered", "in flight", "tables")) {
            Map<Double, Double> plotted = new LinkedHashMap<>();
            CASES.stream()
                    .filter(one -> one.grows.equals(grows))
                    .forEach(one -> plotted.put((double) one.value, median(micros.get(one))));
            double smallest = plotted.values().iterator().next();
            plotted.forEach((value, median) -> lines.append(String.format(
                    Locale.ROOT, "| %s | %,.0f | %.2f | %.2f |%n", grows, value, median, median / smallest)));
            report.plot("growth-" + grows.replace(' ', '-'), grows, "CPU µs per event", Map.of("an event", plotted));
        }
        System.out.print(lines);
        report.section("Growth of an event's cost", lines.toString());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
