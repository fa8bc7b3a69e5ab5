package io.cioconnect.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds each measurement is made so often, in turns; the median counts
 * @param scale of the number of events and rows; 1 is a full run
 * @param parts {@code pieces}, {@code growth}, {@code receivers}, {@code lists}, {@code settings}, {@code idle}
 * @param targets names of the receivers and settings that are measured, as the report has them; empty for all
 * @param connections of the receivers' senders
 * @param rates events per second at which the receivers are measured too
 * @param rows of the lists
 * @param passes over each list, the first of which also warms up
 * @param idleMinutes in which the CPU time of an idle connector is counted
 */
record Settings(
        int rounds,
        double scale,
        List<String> parts,
        List<String> targets,
        List<Integer> connections,
        List<Integer> rates,
        List<Integer> rows,
        int passes,
        int idleMinutes) {
    static Settings read() {
        return new Settings(
                Integer.getInteger("bench.rounds", 3),
                Double.parseDouble(System.getProperty("bench.scale", "1")),
                texts("bench.parts", "pieces,growth,receivers,lists,settings,idle"),
                texts("bench.targets", ""),
                numbers("bench.connections", "1,16,64,256"),
                numbers("bench.rates", "500,2000"),
                numbers("bench.rows", "1000,100000,1000000"),
                Integer.getInteger("bench.passes", 4),
                Integer.getInteger("bench.idle.minutes", 3));
    }

    private static List<String> texts(String property, String standard) {
        return Arrays.stream(System.getProperty(property, standard).split(",", -1))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<Integer> numbers(String property, String standard) {
        return texts(property, standard).stream().map(Integer::valueOf).toList();
    }

    boolean measures(String part) {
        return parts.contains(part);
    }

    boolean measuresTarget(String name) {
        return targets.isEmpty() || targets.contains(name);
    }

    int scaled(int count) {
        return Math.max(100, (int) (count * scale));
    }
}
