package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The management of reporting webhooks as the moods show it. Moods change only what is shown, never the spelling of what is stored.
 * Thread-safe.
 */
final class MoodyWebhooks {
    private static final int STALE_LISTS = 3;
    private static final List<String> FLAGS = List.of("disabled", "full_resolution", "with_content");
    private static final List<String> READ_ONLY = List.of("created_at", "updated_at");
    private static final String ROWS = "reporting_webhooks";

    private final ReportingWebhooks webhooks;
    private final Moods moods;
    private final MoodyJson json;
    private final Map<Long, Integer> unlisted = new HashMap<>();
    private final Map<Long, ObjectNode> known = new HashMap<>();

    MoodyWebhooks(ReportingWebhooks webhooks, Moods moods) {
        this.webhooks = webhooks;
        this.moods = moods;
        this.json = new MoodyJson(moods);
    }

    synchronized ReportingWebhooks.Outcome answer(String method, String path, Map<String, String> query, byte[] body) {
        JsonNode request = ReportingWebhooks.parse(body);
        Optional<Reply> refusal = isWrite(method) ? refuse(method, request) : Optional.empty();
        if (refusal.isPresent()) {
            return new ReportingWebhooks.Outcome(refusal.get(), false);
        }
        if (method.equals("DELETE") && moods.isOn(Mood.DELETED_COMES_BACK)) {
            webhooks.json(path).ifPresent(this::remember);
        }
        var outcome = webhooks.answer(method, path, isWrite(method) ? kept(request, body) : body);
        if (outcome.reply().status() != 200
                || !outcome.reply().isJson()
                || outcome.reply().body().isEmpty()) {
            return outcome;
        }
        ObjectNode reply = Samples.object(outcome.reply().body());
        if (method.equals("POST") && moods.strike(Mood.STALE_AFTER_CREATE)) {
            unlisted.put(reply.get("id").asLong(), STALE_LISTS);
        }
        ObjectNode shown = reply.has(ROWS) ? list(reply, query) : hook(reply);
        return new ReportingWebhooks.Outcome(Reply.json(200, shown), outcome.lost());
    }

    private static boolean isWrite(String method) {
        return method.equals("POST") || method.equals("PUT");
    }

    private Optional<Reply> refuse(String method, JsonNode request) {
        if (method.equals("PUT")) {
            Optional<String> readOnly = READ_ONLY.stream().filter(request::has).findFirst();
            if (readOnly.isPresent() && moods.strike(Mood.READ_ONLY_FIELDS)) {
                return Optional.of(Reply.error(422, readOnly.get() + " is read-only", "/" + readOnly.get()));
            }
        }
        if (moods.strike(Mood.REFUSAL_LISTS_ALLOWED_NAMES, 1)) {
            String allowed = webhooks.knownEvents().stream().sorted().collect(Collectors.joining(", "));
            return Optional.of(Reply.error(422, "events must be one of: " + allowed + " (reference a1b2c3)"));
        }
        if (moods.strike(Mood.REFUSAL_QUOTES_NAME, 1)) {
            String name = request.path("name").asText() + " email_delivered";
            return Optional.of(Reply.error(422, "webhook \"" + name + "\" cannot be saved now (reference a1b2c3)"));
        }
        int touchy = touchy(request);
        if (touchy >= 0 && moods.strike(Mood.REFUSAL_NAMES_EVENT)) {
            return Optional.of(Reply.error(422, "event " + Mood.TOUCHY_EVENT + " is not valid (reference a1b2c3)"));
        }
        return touchy >= 0 && moods.strike(Mood.REFUSAL_POINTS_AT_EVENT)
                ? Optional.of(Reply.error(422, "is not included in the list (reference a1b2c3)", "/events/" + touchy))
                : Optional.empty();
    }

    /** Its position among the requested events. */
    private static int touchy(JsonNode request) {
        JsonNode events = request.path("events");
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).asText().equals(Mood.TOUCHY_EVENT)) {
                return i;
            }
        }
        return -1;
    }

    private byte[] kept(JsonNode request, byte[] body) {
        int touchy = touchy(request);
        if (touchy < 0 || request.get("events").size() == 1 || !moods.strike(Mood.EVENT_NOT_KEPT)) {
            return body;
        }
        ((ArrayNode) request.get("events")).remove(touchy);
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode list(ObjectNode reply, Map<String, String> query) {
        if (!reply.path(ROWS).isArray()) {
            bringBack(List.of());
            json.addFields(reply);
            return reply;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        reply.path(ROWS).forEach(hook -> {
            if (!isUnlisted(hook.get("id").asLong())) {
                all.add(hook(hook.deepCopy()));
            }
            remember(hook.deepCopy());
        });
        bringBack(reply.path(ROWS).findValuesAsText("id"));
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        if (moods.strike(Mood.WEBHOOKS_IN_PAGES)) {
            page(all, query, shown);
        } else {
            shown.set(ROWS, all);
        }
        json.addNullElements((ArrayNode) shown.get(ROWS));
        json.addFields(shown);
        return shown;
    }

    private boolean isUnlisted(long id) {
        Integer left = unlisted.computeIfPresent(id, (same, lists) -> lists == 0 ? null : lists - 1);
        return left != null;
    }

    private void remember(ObjectNode hook) {
        known.put(hook.get("id").asLong(), hook);
    }

    /** Webhooks that are no longer in this list, whoever deleted them, are in the next one. */
    private void bringBack(List<String> listed) {
        known.values().removeIf(hook -> {
            boolean isGone = !listed.contains(hook.get("id").asText());
            if (isGone && moods.strike(Mood.DELETED_COMES_BACK)) {
                webhooks.restore(hook.deepCopy());
                return false;
            }
            return isGone;
        });
    }

    private static void page(ArrayNode all, Map<String, String> query, ObjectNode shown) {
        int from = Integer.parseInt("0" + query.getOrDefault("start", "").replaceAll("\\D", ""));
        ArrayNode page = shown.putArray(ROWS);
        if (from < all.size()) {
            page.add(all.get(from));
        }
        shown.put("next", from + 1 < all.size() ? "p" + (from + 1) : "");
    }

    private ObjectNode hook(ObjectNode hook) {
        hook.put("endpoint", endpoint(hook.path("endpoint").asText()));
        if (moods.strike(Mood.FALSE_FLAGS_DROPPED)) {
            FLAGS.stream().filter(flag -> !hook.path(flag).asBoolean()).forEach(hook::remove);
        }
        if (moods.strike(Mood.READ_ONLY_FIELDS)) {
            READ_ONLY.forEach(field -> hook.put(field, 1_786_000_000));
        }
        json.addFields(hook);
        json.idAsText(hook);
        return hook;
    }

    private String endpoint(String endpoint) {
        if (moods.strike(Mood.ENDPOINT_IN_LOWER_CASE)) {
            return endpoint.toLowerCase(Locale.ROOT);
        }
        if (!endpoint.endsWith("/") && moods.strike(Mood.SLASH_ADDED)) {
            return endpoint + "/";
        }
        int host = endpoint.indexOf("://") + 3;
        int path = endpoint.indexOf('/', host) < 0 ? endpoint.length() : endpoint.indexOf('/', host);
        String authority = endpoint.substring(0, path);
        if (moods.strike(Mood.HOST_IN_LOWER_CASE)) {
            return authority.toLowerCase(Locale.ROOT) + endpoint.substring(path);
        }
        return moods.strike(Mood.DEFAULT_PORT) ? otherPort(authority) + endpoint.substring(path) : endpoint;
    }

    private static String otherPort(String authority) {
        URI uri = URI.create(authority);
        String port = "https".equalsIgnoreCase(uri.getScheme()) ? ":443" : ":80";
        if (uri.getPort() < 0) {
            return authority + port;
        }
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
