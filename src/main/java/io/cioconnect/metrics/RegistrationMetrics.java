package io.cioconnect.metrics;

import static io.cioconnect.metrics.Metric.number;
import static io.cioconnect.metrics.Metric.text;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The state of the reporting webhook in Customer.io. */
public record RegistrationMetrics(
        Supplier<String> state, BooleanSupplier isRegistered, LongSupplier eventNamesRefused) {
    public static final MetricGroup<RegistrationMetrics> GROUP = new MetricGroup<>(
            "registration",
            "",
            "The connector's reporting webhook, on the worker that runs receiver 0",
            List.of(
                    text(
                            "State",
                            "The state that /status shows, such as registered; manual when the connector does not manage the webhook",
                            m -> m.state().get()),
                    number(
                            "Registered",
                            "0 or 1",
                            "1 when the webhook is enabled and matches the configuration",
                            m -> m.isRegistered().getAsBoolean() ? 1 : 0),
                    number(
                            "EventNamesRefused",
                            "names",
                            "Event names that Customer.io refused; these events do not arrive",
                            m -> m.eventNamesRefused().getAsLong())));
}
