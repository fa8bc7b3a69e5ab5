package io.cioconnect.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The transforms of a connector's configuration, put together as a worker does it. */
public final class TransformChain {
    private final List<Step> steps = new ArrayList<>();

    private record Step(
            Transformation<SinkRecord> transformation,
            @Nullable Predicate<SinkRecord> predicate) {}

    public TransformChain(Map<String, String> config) throws ReflectiveOperationException {
        for (String name : names(config, "transforms")) {
            Map<String, String> own = below(config, "transforms." + name + ".");
            @SuppressWarnings("unchecked")
            var transformation = (Transformation<SinkRecord>) create(own.get("type"));
            String predicate = own.get("predicate");
            own.keySet().removeAll(List.of("type", "predicate"));
            transformation.configure(own);
            steps.add(new Step(transformation, predicate == null ? null : predicate(config, predicate)));
        }
    }

    /** What reaches the sink; empty when a transform dropped the record. */
    public Optional<SinkRecord> apply(SinkRecord record) {
        SinkRecord current = record;
        for (Step step : steps) {
            if (step.predicate() == null || step.predicate().test(current)) {
                current = step.transformation().apply(current);
            }
            if (current == null) {
                return Optional.empty();
            }
        }
        return Optional.of(current);
    }

    private static Predicate<SinkRecord> predicate(Map<String, String> config, String name)
            throws ReflectiveOperationException {
        Map<String, String> own = below(config, "predicates." + name + ".");
        @SuppressWarnings("unchecked")
        var predicate = (Predicate<SinkRecord>) create(own.remove("type"));
        predicate.configure(own);
        return predicate;
    }

    private static List<String> names(Map<String, String> config, String key) {
        String names = config.getOrDefault(key, "");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    private static Map<String, String> below(Map<String, String> config, String prefix) {
        Map<String, String> below = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private static Object create(@Nullable String className) throws ReflectiveOperationException {
        return Class.forName(className).getDeclaredConstructor().newInstance();
    }
}
