package io.cioconnect.metrics;

import static io.cioconnect.metrics.Metric.fraction;
import static io.cioconnect.metrics.Metric.number;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** One task's calls to the App API since it started. Thread-safe. */
public final class ApiMetrics {
    public static final MetricGroup<ApiMetrics> GROUP = new MetricGroup<>(
            "api",
            "task",
            "A task that calls the App API, numbered from 0",
            List.of(
                    number("Calls", "requests", "Requests sent, including retries", m -> m.calls.sum()),
                    number("Retries", "requests", "Of these, requests that retried a failed one", m -> m.retries.sum()),
                    number("Throttled", "requests", "Requests answered 429", m -> m.throttled.sum()),
                    number(
                            "LatencyMillisP50",
                            "ms",
                            "Median time from request to the head of the reply in the last minute",
                            m -> m.latency.percentile(0.5)),
                    number(
                            "LatencyMillisP99",
                            "ms",
                            "99th percentile of the same time",
                            m -> m.latency.percentile(0.99)),
                    fraction(
                            "BudgetPerSecond",
                            "requests/s",
                            "The task's share of app.api.requests.per.second",
                            m -> m.budget)));

    private final double budget;
    private final LongAdder calls = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LatencyWindow latency = new LatencyWindow(System::nanoTime);

    /** @param budget requests per second */
    public ApiMetrics(double budget) {
        this.budget = budget;
    }

    public double budgetPerSecond() {
        return budget;
    }

    /** Counts a request that is sent, and whether it retries a failed one. */
    public void called(boolean again) {
        calls.increment();
        if (again) {
            retries.increment();
        }
    }

    public void throttled() {
        throttled.increment();
    }

    public void took(long millis) {
        latency.add(millis);
    }
}
