package io.cioconnect.bench;

/**
 * One line of the report: the median round of what was measured.
 *
 * @param load such as {@code 64 connections} or {@code 500/s}
 * @param cpuSeconds per 10,000 events
 */
record Measurement(
        String target,
        String load,
        double perSecond,
        double p50,
        double p99,
        double p999,
        double max,
        double cpuSeconds,
        long failed) {

    static Measurement of(String target, String load, Load.Result result, double cpuSeconds) {
        return new Measurement(
                target,
                load,
                result.perSecond(),
                result.millis(0.5),
                result.millis(0.99),
                result.millis(0.999),
                result.maxMillis(),
                cpuSeconds * 10_000 / Math.max(1, result.nanos().length),
                result.failed());
    }
}
