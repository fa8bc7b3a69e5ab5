package io.cioconnect.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults that moods cause for a request. Thread-safe. */
final class MoodyFaults {
    private static final List<String> RETRY_AFTER = List.of("0", "0.5", "2.0", "2, 5", "3000000000");
    private static final Duration DRIP = Duration.ofSeconds(1);
    private static final int BEGINNING = 20;

    private final Moods moods;
    private final AtomicInteger spelling = new AtomicInteger();
    private final AtomicInteger shape = new AtomicInteger();

    MoodyFaults(Moods moods) {
        this.moods = moods;
    }

    /** @param recordsField the field of a list's reply that holds its rows; empty if the reply is not a list */
    Optional<Fault> of(String method, String path, String recordsField) {
        return status().or(() -> shape(method, path, recordsField)).or(this::pace);
    }

    private Optional<Fault> status() {
        if (moods.strike(Mood.UNAUTHORIZED_ONCE, 1)) {
            return Optional.of(Fault.status(401));
        }
        if (moods.strike(Mood.THROTTLED_ONCE, 1)) {
            return Optional.of(Fault.rateLimited(1));
        }
        if (moods.strike(Mood.ODD_RETRY_AFTER, RETRY_AFTER.size())) {
            String value = RETRY_AFTER.get(spelling.getAndIncrement() % RETRY_AFTER.size());
            return Optional.of(Fault.status(503, Map.of("Retry-After", value)));
        }
        return moods.strike(Mood.HTML) ? Optional.of(Fault.html(200)) : Optional.empty();
    }

    private Optional<Fault> shape(String method, String path, String recordsField) {
        boolean ofWebhooks = path.equals(ReportingWebhooks.PATH);
        Mood mood = ofWebhooks ? Mood.WEBHOOK_LIST_MISSHAPED : Mood.LISTS_MISSHAPED;
        if (!method.equals("GET") || recordsField.isEmpty() || !moods.strike(mood)) {
            return Optional.empty();
        }
        List<String> shapes = List.of(
                "{}",
                "{\"meta\":{}}",
                ofWebhooks ? "{\"webhooks\":[]}" : "{\"rows\":[]}",
                "{\"" + recordsField + "\":{\"items\":[]}}");
        String body = shapes.get(shape.getAndIncrement() % shapes.size());
        return Optional.of(new Fault.Answer(200, "application/json", Map.of(), body));
    }

    private Optional<Fault> pace() {
        if (moods.strike(Mood.DRIPS)) {
            return Optional.of(Fault.drip(1, DRIP));
        }
        if (moods.strike(Mood.ENDS_EARLY)) {
            return Optional.of(new Fault.CutOff(BEGINNING, false));
        }
        return moods.strike(Mood.NEVER_ENDS) ? Optional.of(new Fault.Stall(BEGINNING)) : Optional.empty();
    }
}
