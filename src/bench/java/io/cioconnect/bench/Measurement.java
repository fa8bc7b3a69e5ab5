package io.cioconnect.bench;

/**
 * One line of the report: the median round of what was measured.
 *
 * @param load such as {@code 64 connections} or {@code 500/s}
 * @param cpuSeconds per 10,000 events
 * @param transactions of all events, none where there are no transactions
 * @param bytes of an event in the topic
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
        long answered,
        long failed,
        long transactions,
        double bytes) {

    /** @param written to the topic meanwhile */
    static Measurement of(String target, String load, Load.Result result, double cpuSeconds, TopicLog written) {
        int answered = Math.max(1, result.nanos().length);
        return new Measurement(
                target,
                load,
                result.perSecond(),
                result.millis(0.5),
                result.millis(0.99),
                result.millis(0.999),
                result.maxMillis(),
                cpuSeconds * 10_000 / answered,
                answered,
                result.failed(),
                Math.max(0, written.entries() - answered),
                (double) written.bytes() / answered);
    }

    boolean isTransactional() {
        return transactions > 0;
    }

    double eventsPerTransaction() {
        return (double) answered / transactions;
    }
}
