package io.cioconnect;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.Validation;
import io.cioconnect.config.Validation.AppApiCheck;
import io.cioconnect.table.Tables;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the App API, once and for everything at the same time, for what the connector will need. Complains only of what the answers
 * prove; an outage is logged, or else nobody could change a configuration while Customer.io is down.
 */
final class LiveValidation {
    private static final Logger log = LoggerFactory.getLogger(LiveValidation.class);
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final String REPORTING_WEBHOOKS = "reporting_webhooks";
    /** Fewer would not get through all lists in time. */
    private static final int FEWEST_PER_SECOND = 2;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Validation validation;
    private final AppApiCheck check;

    private LiveValidation(Validation validation, AppApiCheck check) {
        this.validation = validation;
        this.check = check;
    }

    static void run(Validation validation) {
        validation.appApiCheck().ifPresent(check -> {
            LiveValidation live = new LiveValidation(validation, check);
            live.judge(live.ask());
        });
    }

    /** Path of each list by its name. */
    private Map<String, String> paths() {
        Map<String, String> paths = new TreeMap<>();
        check.listTables().forEach(table -> paths.put(table, Tables.named(table).path()));
        if (check.registration()) {
            paths.put(REPORTING_WEBHOOKS, "/v1/" + REPORTING_WEBHOOKS);
        }
        return paths;
    }

    private List<Reply> ask() {
        Map<String, String> paths = paths();
        ExecutorService threads = Executors.newFixedThreadPool(paths.size(), work -> {
            Thread thread = new Thread(work, "customerio-validation");
            thread.setDaemon(true);
            return thread;
        });
        int perSecond = Math.max(FEWEST_PER_SECOND, check.api().requestsPerSecond());
        try (var client = new AppApiClient(check.api(), perSecond, Version.userAgent())) {
            List<CompletableFuture<Reply>> asked = paths.entrySet().stream()
                    .map(list -> CompletableFuture.supplyAsync(
                                    () -> Reply.of(list.getKey(), client, list.getValue()), threads)
                            .completeOnTimeout(
                                    new Reply(list.getKey(), 0, null), LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private void judge(List<Reply> replies) {
        List<String> forbidden = replies.stream()
                .filter(reply -> reply.status == FORBIDDEN && !reply.list.equals(REPORTING_WEBHOOKS))
                .map(Reply::list)
                .toList();
        if (replies.stream().anyMatch(reply -> reply.status == UNAUTHORIZED)) {
            validation.complain(AppApiConfig.KEY, wrongKey());
        } else if (!forbidden.isEmpty()) {
            validation.complain(
                    RefreshConfig.TABLES,
                    "Customer.io does not let this App API key read " + String.join(", ", forbidden)
                            + " (403). Give the key the scope for it under Account Settings > API Credentials, or take the table out.");
        } else if (check.ownUrl() && replies.stream().anyMatch(Reply::isUnknownHost)) {
            validation.complain(
                    AppApiConfig.URL,
                    "There is no host " + check.api().host()
                            + ". Enter the base URL of the App API, or take"
                            + " it out to have the one of the region.");
        } else if (!replies.stream().allMatch(Reply::isSuccess)) {
            log.warn(
                    "The App API at {} could not be checked in full; the configuration is accepted unchecked: {}",
                    check.api().baseUrl(),
                    replies.stream()
                            .filter(reply -> !reply.isSuccess())
                            .map(Reply::toString)
                            .collect(Collectors.joining(", ")));
        }
    }

    private String wrongKey() {
        String where = check.ownUrl()
                ? "app.api.url (" + check.api().baseUrl() + ") is right; it replaces the base URL of region"
                : "region is right: the App API of the other region does not know the key";
        return "Customer.io does not know this key (401). Enter an App API key of the workspace, from Account Settings > API"
                + " Credentials > App API Keys; site id and key of the Track API do not work here. Check also that "
                + where
                + ".";
    }

    /** What came back for one list; status 0 when nothing did. */
    private record Reply(String list, int status, @Nullable AppApiException failure) {
        private static Reply of(String list, AppApiClient client, String path) {
            try {
                return new Reply(list, client.probe(path, LIMIT), null);
            } catch (AppApiException e) {
                return new Reply(list, e.status(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Reply(list, 0, null);
            }
        }

        private boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        private boolean isUnknownHost() {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof UnknownHostException) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            String reason = failure == null ? "no reply within " + LIMIT.toSeconds() + " s" : failure.getMessage();
            return list + " (" + (status == 0 ? reason : "status " + status) + ")";
        }
    }
}
