package io.cioconnect.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** The documented events, repeated endlessly, each time with a new id and time. Thread-safe. */
public final class SampleEvents implements Supplier<SampleEvent> {
    private final List<Sample> samples = new ArrayList<>();
    private final Random random = new Random();
    private int next;

    private record Sample(String name, ObjectNode body) {}

    /** All events that a webhook can subscribe to and that have a documented body. */
    public SampleEvents() {
        this(names());
    }

    /** Events of these names, such as {@code email_opened}. */
    public SampleEvents(List<String> names) {
        for (String name : names) {
            samples.add(new Sample(name, (ObjectNode) Samples.resource(file(name))));
        }
    }

    /** The names of the documented events. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        Samples.resource("reporting-webhooks/all_event_names_2026_09.json")
                .get("events")
                .forEach(name -> names.add(name.asText()));
        names.removeIf(name -> SampleEvents.class.getResource("/" + file(name)) == null);
        return names;
    }

    @Override
    public synchronized SampleEvent get() {
        Sample sample = samples.get(next++ % samples.size());
        long now = System.currentTimeMillis();
        ObjectNode body = sample.body.deepCopy();
        body.put("event_id", Ulid.at(now, random));
        body.put("timestamp", now / 1000);
        try {
            return new SampleEvent(body.get("event_id").asText(), sample.name, Samples.JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One event's name differs from its metric. */
    private static String file(String name) {
        return "webhook/"
                + name.replace("customer_subscription_preferences", "customer_cio_subscription_preferences")
                + ".json";
    }
}
