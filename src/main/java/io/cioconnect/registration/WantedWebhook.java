package io.cioconnect.registration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a webhook of ours shall be.
 *
 * @param endpoint in our spelling, never in the one a reply has
 * @param flags the values that matter to us, by field; others stay as they are
 */
record WantedWebhook(String name, String endpoint, Set<String> events, Map<String, Boolean> flags) {
    static final String DISABLED = "disabled";
    static final String NAME = "name";
    /** The difference of a webhook that is to be enabled and is not. */
    static final String NOT_ENABLED = differs(DISABLED, false);

    private static final List<String> FLAGS = List.of(DISABLED, "full_resolution", "with_content");

    /** The body of a create. */
    ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("name", name);
        request.put("endpoint", endpoint);
        ArrayNode names = request.putArray("events");
        events.forEach(names::add);
        flags.forEach(request::put);
        return request;
    }

    /** The body of an update: what we want, and as read what the API would otherwise set to its defaults. */
    ObjectNode request(ReportingWebhook there) {
        ObjectNode request = request();
        for (String field : FLAGS) {
            Optional<Boolean> read = there.flag(field);
            if (read.isPresent() && !request.has(field)) {
                request.put(field, read.get());
            }
        }
        return request;
    }

    /**
     * In what a webhook differs, each difference in words.
     *
     * @param isEndpoint whether a URL that the API shows is the endpoint
     */
    List<String> differences(ReportingWebhook there, Predicate<String> isEndpoint) {
        List<String> differences = new ArrayList<>();
        if (!isEndpoint.test(there.endpoint())) {
            differences.add("endpoint");
        }
        Set<String> shown = there.events();
        events.stream()
                .filter(event -> !shown.contains(event))
                .forEach(event -> differences.add(event + " is missing"));
        shown.stream().filter(event -> !events.contains(event)).forEach(event -> differences.add(event + " is there"));
        flags.forEach((field, value) -> {
            if (!there.flag(field).orElse(false).equals(value)) {
                differences.add(differs(field, value));
            }
        });
        if (!there.name().equals(name) && !there.name().isBlank()) {
            differences.add(NAME);
        }
        return differences;
    }

    private static String differs(String flag, boolean wanted) {
        return flag + " is not " + wanted;
    }
}
