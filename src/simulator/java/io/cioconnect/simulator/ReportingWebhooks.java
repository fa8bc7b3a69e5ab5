package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The management of reporting webhooks below {@code /v1/reporting_webhooks}. Thread-safe. */
public final class ReportingWebhooks {
    static final String PATH = "/v1/reporting_webhooks";

    private static final List<String> OPTIONAL = List.of("disabled", "full_resolution", "with_content");

    private final Map<Long, ObjectNode> hooks = new TreeMap<>();
    private final List<Consumer<List<Hook>>> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private long lastId = 13;
    private boolean nullWhenEmpty = true;
    private int statusOfDelete = 200;
    private int statusOfUnknownEvent = 422;
    private boolean permitted = true;
    private int lostPosts;

    ReportingWebhooks() {
        Samples.resource("reporting-webhooks/all_event_names_2026_09.json")
                .get("events")
                .forEach(name -> known.add(name.asText()));
    }

    /** The answer to a request, and whether it is lost on the way. */
    record Outcome(Reply reply, boolean lost) {}

    /** All hooks by id, including script hooks. */
    public synchronized List<Hook> hooks() {
        return hooks.values().stream().map(Hook::of).toList();
    }

    public Hook hook(long id) {
        return hooks().stream().filter(hook -> hook.id() == id).findFirst().orElseThrow();
    }

    /** Called with all hooks after each change, on the thread that made it. */
    public void onChange(Consumer<List<Hook>> listener) {
        listeners.add(listener);
    }

    /** Creates a hook as a person does in Customer.io's pages. Returns its id. */
    public long add(String name, String endpoint, List<String> events) {
        var hook = JsonNodeFactory.instance.objectNode().put("name", name).put("endpoint", endpoint);
        events.forEach(hook.putArray("events")::add);
        return store(hook);
    }

    /** A hook of type {@code js}, which has nothing to do with deliveries and must be left alone. */
    public long addScript(String endpoint) {
        long id = add("script hook", endpoint, List.of("email_bounced"));
        change(id, hook -> hook.put("type", "js"));
        return id;
    }

    /** Changes a hook as a person does in Customer.io's pages. */
    public void change(long id, Consumer<ObjectNode> change) {
        synchronized (this) {
            change.accept(existing(id));
        }
        notifyListeners();
    }

    public void remove(long id) {
        synchronized (this) {
            hooks.remove(existing(id).get("id").asLong());
        }
        notifyListeners();
    }

    /** Whether an empty list is {@code null} (the default) or {@code []}. */
    public synchronized void nullWhenEmpty(boolean value) {
        nullWhenEmpty = value;
    }

    /** 200 (the default) or 204. */
    public synchronized void answerDeleteWith(int status) {
        statusOfDelete = status;
    }

    /** 422 (the default) or 400 for an event name outside the documented ones; 0 takes any name. */
    public synchronized void answerUnknownEventWith(int status) {
        statusOfUnknownEvent = status;
    }

    /** An event name that is refused although it is documented. */
    public synchronized void refuseEvent(String name) {
        refused.add(name);
    }

    /** The event names Customer.io documents. */
    public Set<String> knownEvents() {
        return Set.copyOf(known);
    }

    /** False: 403 here and nowhere else, as for a key without this scope. */
    public synchronized void permit(boolean value) {
        permitted = value;
    }

    /** Makes the next POSTs create their hook and then reset the connection. */
    public synchronized void losePostReplies(int times) {
        lostPosts = times;
    }

    /** A copy of the hook at that path, if there is one. */
    synchronized Optional<ObjectNode> json(String path) {
        return path.startsWith(PATH + "/")
                ? find(path.substring(PATH.length() + 1)).map(ObjectNode::deepCopy)
                : Optional.empty();
    }

    /** Puts a deleted hook back, under its old id. */
    void restore(ObjectNode hook) {
        synchronized (this) {
            hooks.put(hook.get("id").asLong(), hook);
        }
        notifyListeners();
    }

    Outcome answer(String method, String path, byte[] body) {
        Outcome outcome;
        synchronized (this) {
            outcome = decide(method, path, body);
        }
        if (!method.equals("GET") && outcome.reply.status() < 300) {
            notifyListeners();
        }
        return outcome;
    }

    private Outcome decide(String method, String path, byte[] body) {
        if (!permitted) {
            return sent(Reply.error(403, "forbidden (reference a7b8c9)"));
        }
        if (path.equals(PATH)) {
            return switch (method) {
                case "GET" -> sent(list());
                case "POST" -> create(body);
                default -> sent(Reply.error(405, "method not allowed"));
            };
        }
        Optional<ObjectNode> hook = find(path.substring(PATH.length() + 1));
        if (hook.isEmpty()) {
            return sent(Reply.error(404, "not found"));
        }
        return sent(
                switch (method) {
                    case "GET" -> Reply.json(200, hook.get());
                    case "PUT" -> update(hook.get(), body);
                    case "DELETE" -> delete(hook.get());
                    default -> Reply.error(405, "method not allowed");
                });
    }

    private Reply list() {
        var body = JsonNodeFactory.instance.objectNode();
        if (hooks.isEmpty() && nullWhenEmpty) {
            body.putNull("reporting_webhooks");
        } else {
            ArrayNode all = body.putArray("reporting_webhooks");
            hooks.values().forEach(all::add);
        }
        return Reply.json(200, body);
    }

    private Outcome create(byte[] body) {
        JsonNode request = parse(body);
        Optional<Reply> error = check(request);
        if (error.isPresent()) {
            return sent(error.get());
        }
        var hook = JsonNodeFactory.instance.objectNode();
        take(request, hook);
        long id = insert(hook);
        boolean lost = lostPosts > 0;
        if (lost) {
            lostPosts--;
        }
        return new Outcome(Reply.json(200, existing(id)), lost);
    }

    private Reply update(ObjectNode hook, byte[] body) {
        JsonNode request = parse(body);
        return check(request).orElseGet(() -> {
            take(request, hook);
            return Reply.json(200, hook);
        });
    }

    private Reply delete(ObjectNode hook) {
        hooks.remove(hook.get("id").asLong());
        return Reply.empty(statusOfDelete);
    }

    /** Name, endpoint and at least one event are required, in an update too. */
    private Optional<Reply> check(JsonNode request) {
        if (!request.isObject()) {
            return Optional.of(Reply.error(400, "bad request (reference a1b2c3)"));
        }
        for (String field : List.of("name", "endpoint")) {
            if (request.path(field).asText().isBlank()) {
                return Optional.of(Reply.error(400, field + " cannot be blank", "/" + field));
            }
        }
        if (!request.path("endpoint").asText().matches("https?://.+")) {
            return Optional.of(Reply.error(400, "endpoint must be an http or https URL", "/endpoint"));
        }
        JsonNode events = request.path("events");
        if (!events.isArray() || events.isEmpty()) {
            return Optional.of(Reply.error(400, "events cannot be blank", "/events"));
        }
        for (int i = 0; i < events.size(); i++) {
            String event = events.get(i).asText();
            if (refused.contains(event) || (statusOfUnknownEvent != 0 && !known.contains(event))) {
                int status = statusOfUnknownEvent == 0 ? 422 : statusOfUnknownEvent;
                return Optional.of(Reply.error(status, "event " + event + " is not valid", "/events/" + i));
            }
        }
        return Optional.empty();
    }

    private static void take(JsonNode request, ObjectNode hook) {
        for (String field : List.of("name", "endpoint", "events")) {
            hook.set(field, request.get(field).deepCopy());
        }
        for (String field : OPTIONAL) {
            if (request.hasNonNull(field)) {
                hook.put(field, request.get(field).asBoolean());
            }
        }
    }

    private long store(ObjectNode hook) {
        long id;
        synchronized (this) {
            id = insert(hook);
        }
        notifyListeners();
        return id;
    }

    private synchronized long insert(ObjectNode fields) {
        long id = ++lastId;
        ObjectNode hook = fields.objectNode().put("id", id).put("type", "webhook");
        hook.setAll(fields);
        for (String field : OPTIONAL) {
            if (!hook.has(field)) {
                hook.put(field, false);
            }
        }
        hooks.put(id, hook);
        return id;
    }

    private synchronized ObjectNode existing(long id) {
        return Optional.ofNullable(hooks.get(id)).orElseThrow(() -> new IllegalArgumentException("no hook " + id));
    }

    private Optional<ObjectNode> find(String id) {
        return hooks.values().stream()
                .filter(hook -> hook.get("id").asText().equals(id))
                .findFirst();
    }

    static JsonNode parse(byte[] body) {
        try {
            return Samples.JSON.readTree(body);
        } catch (IOException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static Outcome sent(Reply reply) {
        return new Outcome(reply, false);
    }

    private void notifyListeners() {
        List<Hook> all = hooks();
        listeners.forEach(listener -> listener.accept(all));
    }
}
