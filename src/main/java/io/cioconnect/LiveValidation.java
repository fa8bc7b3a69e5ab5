package io.cioconnect;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.KeyProblem;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.Validation;
import io.cioconnect.config.Validation.AppApiCheck;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the App API whether it knows the key and lets it read the selected lists. Complains only of what the answers prove; an outage is
 * logged, or else nobody could change a configuration while Customer.io is down.
 *
 * <p>Running tasks draw on the same limit of the workspace, so this asks little: a list that was read is not asked for again with the same
 * URL and key, and while the first call does not get through there is no second one. Connect keeps one connector object for all
 * validations of a worker; so what is remembered lasts as long as the worker. Thread-safe.
 */
final class LiveValidation {
    private static final Logger log = LoggerFactory.getLogger(LiveValidation.class);
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final String REPORTING_WEBHOOKS = "/v1/reporting_webhooks";
    /** Fewer would not get through all lists in time. */
    private static final int FEWEST_PER_SECOND = 2;

    private static final int NOT_FOUND = 404;
    private static final List<String> WITNESSES = List.of("campaigns", "segments");

    private final ReadableLists readable = new ReadableLists();

    void run(Validation validation) {
        validation.appApiCheck().ifPresent(check -> {
            List<Endpoint> unread = endpoints(check).stream()
                    .filter(endpoint -> !readable.contains(endpoint.path(), check.api()))
                    .toList();
            if (!unread.isEmpty()) {
                askAndJudge(validation, check, unread);
            }
        });
    }

    private void askAndJudge(Validation validation, AppApiCheck check, List<Endpoint> unread) {
        Answers answers;
        try {
            answers = ask(check.api(), unread);
        } catch (IllegalArgumentException e) { // of an HTTP client that is stricter about hosts than java.net.URI
            log.debug("No client for {}", check.api().baseUrl(), e);
            validation.complain(
                    AppApiConfig.URL,
                    "Its host is not one that can be called. Enter the base URL of the App API, or remove this key to use the"
                            + " region's.");
            return;
        }
        answers.replies.stream()
                .filter(Reply::isSuccess)
                .forEach(reply -> readable.add(reply.endpoint.path(), check.api()));
        judge(validation, check, answers);
    }

    private static List<Endpoint> endpoints(AppApiCheck check) {
        Instant now = Instant.now();
        Map<String, Endpoint> byPath = new LinkedHashMap<>(); // children are read if their parents are
        check.polledTables().stream()
                .map(Tables::named)
                .forEach(table -> byPath.merge(table.probedPath(), Endpoint.of(table, now), Endpoint::plus));
        if (check.registration()) {
            byPath.putIfAbsent(REPORTING_WEBHOOKS, new Endpoint(List.of(), REPORTING_WEBHOOKS, Map.of()));
        }
        return List.copyOf(byPath.values());
    }

    private static Answers ask(AppApiConfig api, List<Endpoint> unread) {
        Instant end = Instant.now().plus(LIMIT);
        double perSecond = Math.max(FEWEST_PER_SECOND, api.requestsPerSecond() / 2.0);
        try (var client = new AppApiClient(api, perSecond, Version.userAgent())) {
            Endpoint first = unread.get(0);
            Reply reply = Reply.of(first, client, end);
            if (reply.isRefused()) {
                reply = Reply.of(first, client, end); // a single 401 among good answers was seen to pass
            }
            boolean isKeyRefused = reply.isRefused()
                    && !Reply.of(otherThan(first), client, end).knowsTheKey();
            List<Reply> replies = new ArrayList<>(List.of(reply));
            if (reply.hasReachedTheApi() || (reply.isRefused() && !isKeyRefused)) {
                replies.addAll(askAtOnce(client, unread.subList(1, unread.size()), end));
            }
            return new Answers(replies, isKeyRefused);
        }
    }

    /** A list that tells whether it is the key that is refused, or one list alone. */
    private static Endpoint otherThan(Endpoint refused) {
        return WITNESSES.stream()
                .map(Tables::named)
                .filter(table -> !table.probedPath().equals(refused.path))
                .findFirst()
                .map(table -> Endpoint.of(table, Instant.now()))
                .orElseThrow();
    }

    private static List<Reply> askAtOnce(AppApiClient client, List<Endpoint> endpoints, Instant end) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, endpoints.size()), TaskThreads.named("customerio-validation"));
        try {
            List<CompletableFuture<Reply>> asked = endpoints.stream()
                    .map(endpoint -> CompletableFuture.supplyAsync(() -> Reply.of(endpoint, client, end), threads)
                            .completeOnTimeout(new Reply(endpoint, 0, null), LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void judge(Validation validation, AppApiCheck check, Answers answers) {
        List<Reply> replies = answers.replies;
        List<String> forbidden = replies.stream()
                .filter(reply -> KeyProblem.LACKS_SCOPE.explains(reply.status))
                .flatMap(reply -> reply.endpoint.tables().stream())
                .toList();
        if (answers.isKeyRefused) {
            validation.complain(
                    AppApiConfig.KEY,
                    KeyProblem.REFUSED + " The key was tried at " + check.api().baseUrl() + ".");
        } else if (!forbidden.isEmpty()) {
            validation.complain(
                    RefreshConfig.TABLES,
                    "Tables that this key may not read: " + String.join(", ", forbidden) + ". " + KeyProblem.LACKS_SCOPE
                            + " Or remove these tables.");
        } else if (check.ownUrl()
                && replies.stream()
                        .anyMatch(reply ->
                                UnknownHost.isProved(reply.failure, check.api().host()))) {
            validation.complain(
                    AppApiConfig.URL,
                    "There is no host " + check.api().host()
                            + ". Enter the base URL of the App API, or remove this key to use the region's.");
        } else if (!replies.stream().allMatch(Reply::isSuccess)) {
            log.warn(
                    "Could not check the App API at {} completely; the configuration is accepted anyway: {}",
                    check.api().baseUrl(),
                    replies.stream()
                            .filter(reply -> !reply.isSuccess())
                            .map(Reply::toString)
                            .collect(Collectors.joining(", ")));
        }
    }

    /**
     * What is asked for.
     *
     * @param tables that need it; none when only the registration does, which says itself that it is not permitted
     */
    private record Endpoint(List<String> tables, String path, Map<String, String> query) {
        private static Endpoint of(Table table, Instant now) {
            return new Endpoint(List.of(table.name()), table.probedPath(), table.probedQuery(now));
        }

        private Endpoint plus(Endpoint other) {
            return new Endpoint(
                    Stream.concat(tables.stream(), other.tables.stream()).toList(), path, query);
        }
    }

    /** What came back, and whether it proves that the API does not know the key. */
    private record Answers(List<Reply> replies, boolean isKeyRefused) {}

    /** What came back for one endpoint; status 0 when nothing did. */
    private record Reply(
            Endpoint endpoint, int status, @Nullable AppApiException failure) {
        private static Reply of(Endpoint endpoint, AppApiClient client, Instant end) {
            Duration left = Duration.between(Instant.now(), end);
            if (left.isNegative()) {
                return new Reply(endpoint, 0, null);
            }
            try {
                return new Reply(endpoint, client.probe(endpoint.path(), endpoint.query(), left), null);
            } catch (AppApiException e) {
                return new Reply(endpoint, e.status(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Reply(endpoint, 0, null);
            }
        }

        private boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        private boolean isRefused() {
            return KeyProblem.REFUSED.explains(status);
        }

        private boolean knowsTheKey() {
            return isSuccess() || KeyProblem.LACKS_SCOPE.explains(status);
        }

        /** The API knows the key; another list may get another answer. */
        private boolean hasReachedTheApi() {
            return knowsTheKey() || status == NOT_FOUND;
        }

        @Override
        public String toString() {
            String reason = failure == null ? "no reply within " + LIMIT.toSeconds() + " s" : failure.getMessage();
            return endpoint.path() + " (" + (status == 0 ? reason : "status " + status) + ")";
        }
    }
}
