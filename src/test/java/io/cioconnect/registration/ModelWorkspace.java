package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.testing.PromptSockets;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** The API of a model run: webhooks, traits, and faults at random. The judge sees each request, and each answer that arrives. */
final class ModelWorkspace extends Dispatcher implements AutoCloseable {
    /** The event that traits are about. */
    static final String TOUCHY = "email_converted";

    private static final String PATH = "/v1/reporting_webhooks";
    private static final int LIES_IN_A_ROW = 3;

    private final MockWebServer server = new MockWebServer();
    private final Map<Long, ModelHook> hooks = new TreeMap<>();
    private final Random random;
    private final RegistrationJudge judge;
    private final Thread caller = Thread.currentThread();
    final EnumSet<ModelTrait> traits = EnumSet.noneOf(ModelTrait.class);
    private final ModelLooks looks = new ModelLooks(traits);
    private List<ObjectNode> listed = List.of(); // by the walk under way
    private long lastId = 10;
    private int lies; // lists in a row that did not show everything
    private int requests;
    private double faultRate;
    private Runnable meanwhile = () -> {};

    ModelWorkspace(Random random, RegistrationJudge judge) throws IOException {
        this.random = random;
        this.judge = judge;
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(this);
        server.start();
    }

    URI url() {
        return server.url("/").uri();
    }

    synchronized List<ModelHook> hooks() {
        return List.copyOf(hooks.values());
    }

    /** Of a webhook below our URL that has another connector's name, nobody could tell. */
    boolean hidesWhoseItIs() {
        return traits.contains(ModelTrait.TOKEN_MASKED) || traits.contains(ModelTrait.ENDPOINT_IN_LOWER_CASE);
    }

    synchronized int requests() {
        return requests;
    }

    /** @param change happens before each answer to a list */
    synchronized void trouble(double rate, Runnable change) {
        faultRate = rate;
        meanwhile = change;
    }

    /** No faults, and no list that is older than what it lists. */
    synchronized void calm() {
        trouble(0, () -> {});
        traits.remove(ModelTrait.STALE_LISTS);
        hooks.values().forEach(hook -> hook.unlisted = 0);
    }

    synchronized ModelHook add(String name, String endpoint, List<String> events, boolean isForeign) {
        var hook = new ModelHook(++lastId, name, endpoint, events, isForeign);
        hooks.put(hook.id, hook);
        return hook;
    }

    synchronized void remove(ModelHook hook) {
        hooks.remove(hook.id);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        try {
            return answer(call(request));
        } catch (RuntimeException | IOException e) {
            judge.violated("the model failed: " + e);
            return new MockResponse.Builder().code(500).build();
        }
    }

    private static ModelCall call(RecordedRequest request) throws IOException {
        String path = request.getUrl().encodedPath();
        String start = request.getUrl().queryParameter("start");
        return new ModelCall(
                request.getMethod(),
                path.equals(PATH) ? Optional.empty() : Optional.of(Long.parseLong(path.substring(PATH.length() + 1))),
                start == null ? 0 : Integer.parseInt(start),
                request.getBody() == null || request.getBody().size() == 0
                        ? MissingNode.getInstance()
                        : Json.parse(request.getBody().toByteArray()));
    }

    private synchronized MockResponse answer(ModelCall call) {
        requests++;
        judge.asked(call, hooks.values());
        Optional<ModelFault> fault = traitFault(call).or(() -> randomFault(call));
        boolean takesEffect = fault.map(ModelFault::takesEffect).orElse(true);
        ModelAnswer answer = takesEffect
                ? effect(
                        call, fault.filter(f -> f.how() == ModelFault.How.EMPTY).isPresent())
                : new ModelAnswer(500, "");
        if (fault.isEmpty() || fault.get().how() == ModelFault.How.EMPTY) {
            judge.answered(call, answer, hooks.values(), Set.of());
            MockResponse response = response(answer.status(), answer.body());
            if (call.isList()) {
                meanwhile.run();
            }
            return response;
        }
        ModelFault happening = fault.get();
        return switch (happening.how()) {
            case LOST -> broken(new SocketEffect.CloseSocket(), "");
            case CUT -> cut(answer.body());
            case STOPPED -> {
                caller.interrupt();
                yield broken(SocketEffect.Stall.INSTANCE, "");
            }
            default -> {
                var told = new ModelAnswer(happening.status(), happening.body());
                judge.answered(call, told, hooks.values(), happening.pointsAt());
                yield response(happening.status(), happening.body());
            }
        };
    }

    private Optional<ModelFault> traitFault(ModelCall call) {
        List<String> events = List.copyOf(ModelHook.events(call.body()));
        int touchy = events.indexOf(TOUCHY);
        if (!call.isWrite()) {
            return Optional.empty();
        }
        if (call.body().has("created_at")) {
            return Optional.of(ModelFault.pointing(422, ModelFault.error("created_at is read-only"), ""));
        }
        if (touchy >= 0 && traits.contains(ModelTrait.EVENT_REFUSED)) {
            return Optional.of(ModelFault.pointing(422, ModelFault.error("event " + TOUCHY + " is unknown"), TOUCHY));
        }
        return touchy >= 0 && traits.contains(ModelTrait.EVENT_REFUSED_BY_POINTER)
                ? Optional.of(ModelFault.pointing(400, ModelFault.error("is wrong", "/events/" + touchy), TOUCHY))
                : Optional.empty();
    }

    private Optional<ModelFault> randomFault(ModelCall call) {
        if (random.nextDouble() >= faultRate) {
            return Optional.empty();
        }
        List<String> events = List.copyOf(ModelHook.events(call.body()));
        return Optional.of(ModelFault.draw(
                random, call, events, call.body().path("endpoint").asText()));
    }

    private ModelAnswer effect(ModelCall call, boolean emptyList) {
        if (call.isList()) {
            return list(call.start(), emptyList);
        }
        if (call.isCreate()) {
            ModelHook made = add(
                    call.body().path("name").asText(),
                    call.body().path("endpoint").asText(),
                    List.of(),
                    false);
            made.isMade = true;
            store(call.body(), made, false);
            if (traits.contains(ModelTrait.MADE_DISABLED)) {
                made.flags.put("disabled", true);
            }
            made.mayBeEnabled = made.isDisabled();
            made.unlisted = traits.contains(ModelTrait.STALE_LISTS) ? 1 + random.nextInt(3) : 0;
            return new ModelAnswer(200, document(made));
        }
        ModelHook hook = hooks.get(call.id().orElse(0L));
        if (hook == null) {
            return new ModelAnswer(404, ModelFault.error("not found"));
        }
        if (call.isUpdate()) {
            store(call.body(), hook, traits.contains(ModelTrait.UPDATES_RESET));
            if (traits.contains(ModelTrait.UPDATES_SHOW_NOTHING)) {
                return new ModelAnswer(200, "{}");
            }
        }
        return new ModelAnswer(200, document(hook));
    }

    private void store(JsonNode body, ModelHook hook, boolean resets) {
        hook.name = body.path("name").asText();
        hook.endpoint = body.path("endpoint").asText();
        Set<String> events = new LinkedHashSet<>(ModelHook.events(body));
        if (traits.contains(ModelTrait.EVENT_NOT_KEPT)) {
            events.remove(TOUCHY);
        }
        hook.events.clear();
        hook.events.addAll(events);
        for (String flag : ModelHook.FLAGS) {
            boolean isKept = !(flag.equals("full_resolution") && traits.contains(ModelTrait.FLAG_NOT_KEPT))
                    && !(flag.equals("disabled") && hook.isDisabled() && traits.contains(ModelTrait.ENABLING_NOT_KEPT));
            if (isKept && (resets || body.hasNonNull(flag))) {
                hook.flags.put(flag, body.path(flag).asBoolean());
            }
        }
    }

    private ModelAnswer list(int start, boolean empty) {
        if (start == 0) {
            boolean lies = false;
            boolean mustBeTrue = this.lies >= LIES_IN_A_ROW;
            List<ObjectNode> all = new ArrayList<>();
            for (ModelHook hook : hooks.values()) {
                boolean isHidden = !mustBeTrue && (empty || hook.unlisted > 0);
                hook.unlisted = mustBeTrue ? 0 : Math.max(0, hook.unlisted - 1);
                lies |= isHidden;
                if (!isHidden) {
                    all.add(looks.shown(hook));
                }
            }
            this.lies = lies ? this.lies + 1 : 0;
            listed = all;
        }
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        if (listed.isEmpty() && random.nextBoolean()) {
            reply.putNull("reporting_webhooks");
            return new ModelAnswer(200, Json.write(reply));
        }
        ArrayNode array = reply.putArray("reporting_webhooks");
        boolean paged = traits.contains(ModelTrait.PAGES);
        listed.stream().skip(paged ? start : 0).limit(paged ? 1 : 100).forEach(array::add);
        if (paged && start + 1 < listed.size()) {
            reply.put("next", Integer.toString(start + 1));
        }
        if (traits.contains(ModelTrait.NULL_ELEMENTS)) {
            array.addNull();
        }
        return new ModelAnswer(200, Json.write(reply));
    }

    private String document(ModelHook hook) {
        ObjectNode shown = looks.shown(hook);
        return Json.write(
                traits.contains(ModelTrait.WRAPPED)
                        ? JsonNodeFactory.instance.objectNode().set("reporting_webhook", shown)
                        : shown);
    }

    private static MockResponse response(int status, String body) {
        var response = new MockResponse.Builder().code(status).body(body);
        return response.setHeader("Content-Type", body.startsWith("<") ? "text/html" : "application/json")
                .build();
    }

    private static MockResponse broken(SocketEffect effect, String body) {
        return new MockResponse.Builder().body(body).onResponseStart(effect).build();
    }

    private static MockResponse cut(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .body(body.substring(0, body.length() / 2))
                .setHeader("Content-Length", body.length() + 10)
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
