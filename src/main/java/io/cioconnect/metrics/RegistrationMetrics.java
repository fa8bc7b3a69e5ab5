package io.cioconnect.metrics;

import static io.cioconnect.metrics.Metric.number;
import static io.cioconnect.metrics.Metric.text;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How the reporting webhook in Customer.io stands. */
public record RegistrationMetrics(
        Supplier<String> state, BooleanSupplier isRegistered, LongSupplier eventNamesRefused) {
    public static final MetricGroup<RegistrationMetrics> GROUP = new MetricGroup<>(
            "registration",
            "",
            "The connector's reporting webhook, on the worker of its receiver 0",
            List.of(
                    text(
                            "State",
                            "As in /status, such as registered; manual when the connector does not manage the webhook",
                            m -> m.state().get()),
                    number(
                            "Registered",
                            "0 or 1",
                            "1 when the webhook is enabled and as configured",
                            m -> m.isRegistered().getAsBoolean() ? 1 : 0),
                    number(
                            "EventNamesRefused",
                            "names",
                            "Event names Customer.io refused, so that these events do not come",
                            m -> m.eventNamesRefused().getAsLong())));
}
