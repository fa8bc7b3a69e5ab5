package io.cioconnect.bench;

import java.util.ArrayList;
import java.util.List;

/** The passes of one copier over one list, the first of which also warms it up. */
final class ListPasses {
    private final int rows;
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> cpuMicros = new ArrayList<>();

    ListPasses(int rows) {
        this.rows = rows;
    }

    /** @param cpuNanos CPU time of the copier's process */
    void add(long nanos, long cpuNanos) {
        perSecond.add(rows * 1e9 / nanos);
        cpuMicros.add(cpuNanos / 1e3 / rows);
    }

    double firstPerSecond() {
        return perSecond.get(0);
    }

    /** Of the median pass after the first. */
    double laterPerSecond() {
        return laterMedian(perSecond);
    }

    /** For each row, of the median pass after the first. */
    double laterCpuMicros() {
        return laterMedian(cpuMicros);
    }

    private static double laterMedian(List<Double> values) {
        List<Double> sorted = values.stream().skip(1).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    @Override
    public String toString() {
        return rows + " rows: rows/s " + perSecond + ", CPU microseconds per row " + cpuMicros;
    }
}
