package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls that manage reporting webhooks. A reply that is not understood is a failure, with status 200, and never an empty list. */
final class WebhookCalls {
    private static final String PATH = "/v1/reporting_webhooks";
    private static final String LIST = "reporting_webhooks";
    private static final JsonNode NO_BODY = MissingNode.getInstance();

    private final AppApiClient api;

    WebhookCalls(AppApiClient api) {
        this.api = api;
    }

    /** All webhooks that are not scripts, from all pages should there be several. */
    List<ReportingWebhook> list() throws AppApiException, InterruptedException {
        List<ReportingWebhook> webhooks = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> cursors = new HashSet<>();
        String cursor = "";
        do {
            Map<String, String> query = cursor.isEmpty() ? Map.of() : Map.of("start", cursor);
            JsonNode page = api.call("GET", PATH, query, NO_BODY);
            boolean isFirst = cursor.isEmpty();
            List<ReportingWebhook> onPage = webhooks(page.path(LIST));
            boolean broughtSome =
                    ids.addAll(onPage.stream().map(ReportingWebhook::id).toList());
            onPage.stream().filter(webhook -> !webhook.isScript()).forEach(webhooks::add);
            cursor = page.path("next").asText("");
            if (!cursor.isEmpty() && !cursors.add(cursor)) {
                throw notUnderstood("GET " + PATH, "a page leads back to one that was already read");
            }
            if (!isFirst && !broughtSome && !cursor.isEmpty()) {
                throw notUnderstood("GET " + PATH, "a page brings nothing new and leads to another one");
            }
        } while (!cursor.isEmpty());
        return webhooks;
    }

    /** Empty only when the API says that there is none with this id. */
    Optional<ReportingWebhook> get(String id) throws AppApiException, InterruptedException {
        try {
            JsonNode reply = api.call("GET", PATH + "/" + id, NO_BODY);
            return Optional.of(webhook(reply)
                    .orElseThrow(
                            () -> notUnderstood("GET " + PATH + "/" + id, "the reply is not a reporting webhook")));
        } catch (AppApiException e) {
            if (e.provesAbsence()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What the reply shows; empty when it was 200 and shows no webhook. */
    Optional<ReportingWebhook> create(WantedWebhook wanted) throws AppApiException, InterruptedException {
        return webhook(api.call("POST", PATH, wanted.request()));
    }

    /** As {@link #create}. */
    Optional<ReportingWebhook> update(ReportingWebhook there, WantedWebhook wanted)
            throws AppApiException, InterruptedException {
        return webhook(api.call("PUT", PATH + "/" + there.id(), wanted.request(there)));
    }

    private static List<ReportingWebhook> webhooks(JsonNode elements) throws AppApiException {
        List<ReportingWebhook> webhooks = new ArrayList<>();
        if (!elements.isArray() && !elements.isNull()) {
            throw notUnderstood("GET " + PATH, "the reply has no list " + LIST);
        }
        for (JsonNode element : elements) {
            if (!element.isNull()) {
                webhooks.add(ReportingWebhook.of(element)
                        .orElseThrow(() -> notUnderstood("GET " + PATH, "an element is not a reporting webhook")));
            }
        }
        return webhooks;
    }

    /** Bare, as documented, or wrapped. */
    private static Optional<ReportingWebhook> webhook(JsonNode reply) {
        return ReportingWebhook.of(reply).or(() -> ReportingWebhook.of(reply.path("reporting_webhook")));
    }

    private static AppApiException notUnderstood(String call, String what) {
        return new AppApiException(200, call + ": " + what);
    }
}
