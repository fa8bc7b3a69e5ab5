package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cioconnect.schema.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at each request of a model run, and at each answer that arrives, and writes down what must not be. */
final class RegistrationJudge {
    private static final Set<String> FIELDS =
            Set.of("name", "endpoint", "events", "disabled", "full_resolution", "with_content");

    /** A day, and the longest check. */
    private static final Duration LEFT_OUT = Duration.ofHours(25);

    private final ModelSettings settings;
    private final InstantSource clock;
    private final List<String> violations = new ArrayList<>();

    // what the task that runs now was told
    private final Map<Long, JsonNode> shown = new HashMap<>();
    private final Map<String, Instant> pointedAt = new HashMap<>();
    private final Set<Long> everOurs = new HashSet<>();
    private final Set<Long> made = new HashSet<>(); // or updated; the last one
    private final Set<Long> known = new HashSet<>();
    private final Set<Long> gone = new HashSet<>();
    private final Map<String, Integer> notKept = new HashMap<>();
    private Optional<Long> enabling = Optional.empty(); // by an update whose answer did not arrive
    private boolean madeWithoutId;
    private int writes;

    RegistrationJudge(ModelSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    synchronized void newTask() {
        shown.clear();
        pointedAt.clear();
        everOurs.clear();
        made.clear();
        known.clear();
        gone.clear();
        notKept.clear();
        enabling = Optional.empty();
        madeWithoutId = false;
    }

    /** Somebody else changed something. */
    synchronized void changed() {
        notKept.clear();
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** A creation was answered, without an id, and its webhook was not seen since. */
    synchronized boolean hasMadeWithoutId() {
        return madeWithoutId;
    }

    /** Requests that ask for a change. */
    synchronized int writes() {
        return writes;
    }

    synchronized void violated(String what) {
        violations.add(what);
    }

    private void require(boolean condition, String what, ModelCall call) {
        if (!condition) {
            violations.add(call.method() + " " + call.id().map(Object::toString).orElse("") + ": " + what + ": "
                    + Json.write(call.body()));
        }
    }

    synchronized void asked(ModelCall call, Collection<ModelHook> hooks) {
        require(call.isList() || call.isGet() || call.isCreate() || call.isUpdate(), "not a call of ours", call);
        if (call.isWrite()) {
            askedToWrite(call);
        }
        if (call.isCreate()) {
            askedToCreate(call, hooks);
        }
        if (call.isUpdate()) {
            find(call.id(), hooks).ifPresent(hook -> askedToUpdate(call, hook));
        }
    }

    private void askedToWrite(ModelCall call) {
        writes++;
        call.body().fieldNames().forEachRemaining(field -> require(FIELDS.contains(field), "sends " + field, call));
        Set<String> missing = new LinkedHashSet<>(settings.events);
        Set<String> events = ModelHook.events(call.body());
        missing.removeAll(events);
        Instant since = clock.instant().minus(LEFT_OUT);
        missing.removeIf(name -> pointedAt.getOrDefault(name, Instant.MIN).isAfter(since));
        require(missing.isEmpty(), "leaves out " + missing, call);
        require(settings.events.containsAll(events), "asks for too many events", call);
        require(!events.isEmpty(), "asks for no events", call);
    }

    private void askedToCreate(ModelCall call, Collection<ModelHook> hooks) {
        for (ModelHook hook : hooks) {
            boolean isKnown = made.contains(hook.id) || everOurs.contains(hook.id) || hook.isMade || known.isEmpty();
            require(
                    !isKnown || !(settings.isOurs(hook) || made.contains(hook.id)),
                    "there is one, " + hook.json(),
                    call);
        }
        require(!madeWithoutId, "one was made before", call);
        require(known.isEmpty() || known.stream().anyMatch(gone::contains), "nobody said that it is gone", call);
        JsonNode body = call.body();
        boolean disabled = !settings.isReceiving();
        require(body.path("endpoint").asText().equals(settings.newest()), "wrong endpoint", call);
        require(body.has("disabled") && body.path("disabled").asBoolean() == disabled, "wrongly enabled", call);
        require(
                body.path("name").asText().equals(ModelSettings.NAME + (disabled ? ModelSettings.MARK : "")),
                "wrong name",
                call);
        for (String flag : List.of("full_resolution", "with_content")) {
            require(flag(body, flag).equals(Optional.ofNullable(settings.flags.get(flag))), "wrong " + flag, call);
        }
    }

    private void askedToUpdate(ModelCall call, ModelHook hook) {
        JsonNode body = call.body();
        JsonNode read = shown.getOrDefault(hook.id, MissingNode.getInstance());
        require(!hook.isForeign && everOurs.contains(hook.id), "somebody else's", call);
        String endpoint = body.path("endpoint").asText();
        require(
                settings.severalReceivers
                        ? settings.endpoints().contains(endpoint)
                        : settings.newest().equals(endpoint),
                "wrong endpoint",
                call);
        String name = read.path("name").asText();
        require(
                ModelSettings.withoutMark(body.path("name").asText()).equals(ModelSettings.withoutMark(name)),
                "renames it",
                call);
        boolean enables = flag(body, "disabled").equals(Optional.of(false))
                && flag(read, "disabled").equals(Optional.of(true));
        for (String flag : ModelHook.FLAGS) {
            Boolean configured = settings.flags.get(flag);
            Optional<Boolean> expected = configured == null ? flag(read, flag) : Optional.of(configured);
            require(
                    flag(body, flag).equals(expected) || (flag.equals("disabled") && enables),
                    flag + " is not as read or wanted",
                    call);
        }
        if (enables) {
            require(settings.isReceiving(), "enables what nobody would receive", call);
            require(
                    !hook.isDisabled() || hook.mayBeEnabled || enabling.equals(Optional.of(hook.id)),
                    "enables what was disabled by hand",
                    call);
            enabling = Optional.of(hook.id);
        }
        require(differs(body, read) || !endpoint.equals(read.path("endpoint").asText()), "changes nothing", call);
    }

    /** In other than the endpoint. */
    private static boolean differs(JsonNode body, JsonNode there) {
        return !body.path("name").equals(there.path("name"))
                || !ModelHook.events(body).equals(ModelHook.events(there))
                || ModelHook.FLAGS.stream()
                        .anyMatch(flag -> body.has(flag)
                                && body.path(flag).asBoolean()
                                        != there.path(flag).asBoolean());
    }

    /** This answer arrives. */
    synchronized void answered(
            ModelCall call, ModelAnswer answer, Collection<ModelHook> hooks, Set<String> namesPointedAt) {
        if (call.isWrite()) {
            namesPointedAt.forEach(name -> pointedAt.put(name, clock.instant()));
        }
        if (call.isGet() && answer.status() == 404 && !answer.body().startsWith("<")) {
            gone.add(call.id().orElseThrow());
        }
        if (answer.status() != 200 || answer.body().startsWith("<")) {
            return;
        }
        JsonNode document = document(answer.body());
        if (call.isList()) {
            List<ModelHook> ours = new ArrayList<>();
            for (JsonNode element : document.path("reporting_webhooks")) {
                shown(element, hooks).filter(settings::isOurs).ifPresent(ours::add);
            }
            listed(ours);
            return;
        }
        JsonNode inner = document.has("reporting_webhook") ? document.path("reporting_webhook") : document;
        Optional<ModelHook> hook = shown(inner, hooks);
        if (call.isCreate() && hook.isEmpty()) {
            madeWithoutId = true;
        }
        Optional<ModelHook> target = call.isUpdate() ? find(call.id(), hooks) : hook;
        if (call.isWrite()) {
            target.ifPresent(own -> written(call, own));
        }
    }

    private void listed(List<ModelHook> ours) {
        Set<Long> ids = new HashSet<>();
        ours.forEach(hook -> ids.add(hook.id));
        everOurs.addAll(ids);
        if (!ids.isEmpty()) {
            madeWithoutId = false;
            if (!ids.containsAll(made)) {
                made.clear(); // it may have found another one
            }
            known.addAll(ids);
        }
    }

    private void written(ModelCall call, ModelHook hook) {
        everOurs.add(hook.id);
        for (Set<Long> ids : List.of(made, known)) {
            ids.clear();
            ids.add(hook.id);
        }
        enabling = Optional.empty();
        if (!hook.isDisabled()) {
            hook.mayBeEnabled = false;
        }
        if (call.isUpdate() && differs(call.body(), hook.json())) {
            int times = notKept.merge(hook.id + Json.write(call.body()), 1, Integer::sum);
            require(times <= 2, "is not kept, and asked for again", call);
        }
    }

    /** The webhook that is shown, if there still is one. */
    private Optional<ModelHook> shown(JsonNode json, Collection<ModelHook> hooks) {
        if (json.path("id").asLong() == 0) {
            return Optional.empty();
        }
        long id = json.path("id").asLong();
        shown.put(id, json);
        Optional<ModelHook> hook = find(Optional.of(id), hooks);
        hook.ifPresent(there -> {
            if (!json.path("disabled").asBoolean()) {
                there.mayBeEnabled = false;
            } else if (!settings.canVerify) {
                there.mayBeEnabled = true;
            }
        });
        return hook;
    }

    private static Optional<ModelHook> find(Optional<Long> id, Collection<ModelHook> hooks) {
        return hooks.stream().filter(hook -> id.equals(Optional.of(hook.id))).findFirst();
    }

    private static Optional<Boolean> flag(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.path(field).asBoolean()) : Optional.empty();
    }

    private static JsonNode document(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : Json.parse(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
