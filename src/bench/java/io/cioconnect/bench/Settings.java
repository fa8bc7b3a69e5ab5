package io.cioconnect.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds each measurement is made so often, in turns; the median counts
 * @param scale of the number of events and rows; 1 is a full run
 * @param parts {@code receivers}, {@code lists}
 */
record Settings(int rounds, double scale, List<String> parts) {
    static Settings read() {
        return new Settings(
                Integer.getInteger("bench.rounds", 3),
                Double.parseDouble(System.getProperty("bench.scale", "1")),
                List.of(System.getProperty("bench.parts", "receivers,lists").split(",")));
    }

    boolean measures(String part) {
        return parts.contains(part);
    }

    int scaled(int count) {
        return Math.max(100, (int) (count * scale));
    }
}
