package io.cioconnect.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.RegistrationConfig;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the workspace's reporting webhook point at this connector, and tells how it stands. {@link #reconcile} compares what is there
 * with what is wanted and repairs the difference; it always lists before it creates, so a lost reply never leads to a second webhook.
 *
 * <p>A disabled webhook is enabled only by the first reconciliation after a start: one that somebody disables by hand later stays as it
 * is and is reported. One thread calls {@link #reconcile}; {@link #state} may be read by any.
 */
public final class WebhookRegistrar {
    private static final Logger log = LoggerFactory.getLogger(WebhookRegistrar.class);
    private static final String TOKEN = "[A-Za-z0-9_-]{16,128}";

    private final RegistrationConfig config;
    private final String name;
    private final String publicUrl;
    private final List<Password> tokens;
    private final boolean canVerify;
    private final boolean severalReceivers;
    private final AppApiClient api;
    private final Clock clock;
    private final Set<String> refused = new LinkedHashSet<>();
    private boolean starting = true;
    private boolean moving; // to the newest token, at the next check
    private volatile RegistrationState state = RegistrationState.STARTING;

    /**
     * @param tokens URL tokens, the newest last
     * @param canVerify a signing key or a token is configured, so deliveries would be accepted
     * @param severalReceivers other tasks, perhaps on other workers, take deliveries as well
     */
    public WebhookRegistrar(
            RegistrationConfig config,
            String connector,
            List<Password> tokens,
            boolean canVerify,
            boolean severalReceivers,
            AppApiClient api,
            Clock clock) {
        this.config = config;
        this.name = "Kafka Connect: " + connector;
        this.publicUrl = config.publicUrl().orElseThrow();
        this.tokens = tokens;
        this.canVerify = canVerify;
        this.severalReceivers = severalReceivers;
        this.api = api;
        this.clock = clock;
    }

    public RegistrationState state() {
        return state;
    }

    /** Compares and repairs once. Never throws for what the API answers: the state says it. True when all is as wanted. */
    public boolean reconcile() throws InterruptedException {
        try {
            List<ReportingWebhook> ours =
                    ours(ReportingWebhook.listed(call("GET", ReportingWebhook.PATH, MissingNode.getInstance())));
            if (ours.isEmpty()) {
                create();
            } else {
                reportDuplicates(ours);
                update(ours.get(0));
            }
            starting = false;
            return true;
        } catch (AppApiException e) {
            changeTo(explained(e));
            return false;
        }
    }

    /** The webhooks that call this connector's URL, with or without a token, the one with the wanted URL first. */
    private List<ReportingWebhook> ours(List<ReportingWebhook> webhooks) {
        return webhooks.stream()
                .filter(this::isOurs)
                .sorted((a, b) -> Boolean.compare(
                        b.endpoint().equals(endpoint()), a.endpoint().equals(endpoint())))
                .toList();
    }

    private boolean isOurs(ReportingWebhook webhook) {
        String endpoint = webhook.endpoint();
        if (endpoint.equals(publicUrl) || endpoint.equals(endpoint())) {
            return true;
        }
        if (!endpoint.startsWith(withToken(""))) {
            return false;
        }
        String token = endpoint.substring(withToken("").length());
        // A token that was taken out of the list already is known by the name we gave the webhook.
        return tokens.stream().anyMatch(known -> known.value().equals(token))
                || (webhook.name().equals(name) && token.matches(TOKEN));
    }

    private String endpoint() {
        return tokens.isEmpty()
                ? publicUrl
                : withToken(tokens.get(tokens.size() - 1).value());
    }

    /** The receiver takes one slash before the token, not two. */
    private String withToken(String token) {
        return publicUrl + (publicUrl.endsWith("/") ? "" : "/") + token;
    }

    private void create() throws AppApiException, InterruptedException {
        boolean deletedMeanwhile = !starting;
        ReportingWebhook wanted = ReportingWebhook.named(name);
        send(() -> {
            ObjectNode request = withOptions(wanted.request(endpoint(), events()));
            request.put("disabled", !canVerify);
            return call("POST", ReportingWebhook.PATH, request);
        });
        moving = false;
        settled(!canVerify, deletedMeanwhile);
    }

    private void update(ReportingWebhook there) throws AppApiException, InterruptedException {
        boolean enable = starting && canVerify && there.isDisabled();
        boolean exchange = isAtOlderToken(there);
        // A receiver that has not restarted yet does not know the new token: it answers 404, and Customer.io waits an
        // hour.
        boolean later = exchange && starting && severalReceivers;
        String endpoint = later ? there.endpoint() : endpoint();
        boolean drift = hasDrifted(there, endpoint);
        if (enable || drift) {
            send(() -> {
                ObjectNode request = withOptions(there.request(endpoint, events()));
                if (enable) {
                    request.put("disabled", false);
                }
                return call("PUT", there.path(), request);
            });
        }
        moving = later;
        settled(there.isDisabled() && !enable, drift && !starting && !exchange);
    }

    /** Customer.io calls with a token that is to be exchanged and that all receivers still take. */
    private boolean isAtOlderToken(ReportingWebhook there) {
        return !there.endpoint().equals(endpoint())
                && tokens.stream().anyMatch(token -> there.endpoint().equals(withToken(token.value())));
    }

    private boolean hasDrifted(ReportingWebhook there, String endpoint) {
        return !there.endpoint().equals(endpoint)
                || !there.events().equals(events())
                || differs(there, "full_resolution", config.fullResolution())
                || differs(there, "with_content", config.withContent());
    }

    private static boolean differs(ReportingWebhook there, String field, Optional<Boolean> wanted) {
        return wanted.isPresent() && there.json().path(field).asBoolean() != wanted.get();
    }

    private ObjectNode withOptions(ObjectNode request) {
        config.fullResolution().ifPresent(value -> request.put("full_resolution", value));
        config.withContent().ifPresent(value -> request.put("with_content", value));
        return request;
    }

    private Set<String> events() {
        Set<String> events = new LinkedHashSet<>(config.events());
        events.removeAll(refused);
        return events;
    }

    /** Sends a create or update; leaves out event names the API refuses by name, so that one unknown name does not cost the others. */
    private void send(Request request) throws AppApiException, InterruptedException {
        while (true) {
            try {
                request.send();
                return;
            } catch (AppApiException e) {
                List<String> named = events().stream()
                        .filter(event -> e.getMessage().matches("(?s).*\\b" + event + "\\b.*"))
                        .toList();
                boolean refusal = e.status() == 400 || e.status() == 422;
                if (!refusal || named.isEmpty() || named.size() == events().size()) {
                    throw e;
                }
                refused.addAll(named);
                log.warn(
                        "Reporting webhook \"{}\": Customer.io refuses the event names {} of webhook.events; subscribing to the others",
                        name,
                        named);
            }
        }
    }

    private void settled(boolean disabled, boolean repaired) {
        Optional<Instant> repairedAt = repaired ? Optional.of(clock.instant()) : state.repairedAt();
        if (!canVerify) {
            changeTo(new RegistrationState(
                    disabled ? "disabled: waiting for signing key" : "waiting for signing key",
                    "open the page of the reporting webhook \"" + name
                            + "\" in Customer.io, copy its signing key, and set it as"
                            + " webhook.signing.keys of this connector",
                    repairedAt));
        } else if (disabled) {
            changeTo(new RegistrationState(
                    "disabled by hand",
                    "events are not sent; enable the webhook in Customer.io, or restart the connector's tasks to have it enabled",
                    repairedAt));
        } else {
            String detail = moving
                    ? "moves to the newest token at the next check, when all receivers know it"
                    : refused.isEmpty() ? "" : "refused by Customer.io and left out: " + refused;
            changeTo(new RegistrationState(
                    repaired ? "drift repaired at " + clock.instant() : "registered", detail, repairedAt));
        }
    }

    private void reportDuplicates(List<ReportingWebhook> ours) {
        if (ours.size() > 1 && starting) {
            log.warn(
                    "Reporting webhook \"{}\": {} webhooks of the workspace call this connector's URL, so events arrive more than once;"
                            + " keep one of those named {}",
                    name,
                    ours.size(),
                    ours.stream().map(ReportingWebhook::name).toList());
        }
    }

    private static RegistrationState explained(AppApiException e) {
        return switch (e.status()) {
            case 401 -> RegistrationState.of("not permitted: key refused", "check app.api.key and region");
            case 403 ->
                RegistrationState.of(
                        "not permitted: key lacks scope",
                        "give the App API key access to reporting webhooks, or register the webhook by hand and set webhook.registration=manual");
            case 400, 409, 422 -> RegistrationState.of("refused by Customer.io", e.getMessage());
            default -> RegistrationState.of("not reached", e.getMessage());
        };
    }

    private void changeTo(RegistrationState next) {
        if (!next.saysTheSameAs(state)) {
            log.info(
                    "Reporting webhook \"{}\": {}{}",
                    name,
                    next.what(),
                    next.detail().isEmpty() ? "" : " (" + next.detail() + ")");
        }
        state = next;
    }

    private JsonNode call(String method, String path, JsonNode body) throws AppApiException, InterruptedException {
        return api.call(method, path, body);
    }

    private interface Request {
        JsonNode send() throws AppApiException, InterruptedException;
    }
}
