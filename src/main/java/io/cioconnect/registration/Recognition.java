package io.cioconnect.registration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of the workspace's webhooks is ours: the one with the id we know, the one that calls our URL, the one whose URL may be ours in
 * another spelling or with another token, the one that has our name and host; in this order. One thread.
 */
final class Recognition {
    private static final int FOREIGN = 4;

    private final WebhookName name;
    private final OurUrl url;
    private @Nullable String knownId;

    Recognition(WebhookName name, OurUrl url) {
        this.name = name;
        this.url = url;
    }

    /** The webhook that this task made, or found earlier, as long as nobody proved that it is gone. */
    Optional<String> knownId() {
        return Optional.ofNullable(knownId);
    }

    void know(ReportingWebhook ours) {
        knownId = ours.id();
    }

    void forget() {
        knownId = null;
    }

    /** Ours, the best match first; several when somebody made another one. */
    List<ReportingWebhook> ours(List<ReportingWebhook> all) {
        return all.stream()
                .filter(webhook -> rank(webhook) < FOREIGN)
                .sorted(Comparator.comparingInt(this::rank))
                .toList();
    }

    /** Those that are not ours although they have our name, because they call another host. */
    List<ReportingWebhook> namedLikeOurs(List<ReportingWebhook> all) {
        return all.stream()
                .filter(webhook -> name.isOurs(webhook.name()) && rank(webhook) == FOREIGN)
                .toList();
    }

    private int rank(ReportingWebhook webhook) {
        if (webhook.id().equals(knownId)) {
            return 0;
        }
        String endpoint = webhook.endpoint();
        if (url.isKnown(endpoint)) {
            return 1;
        }
        if (url.mayBeOurs(endpoint) && !name.isOfAnotherConnector(webhook.name())) {
            return 2;
        }
        return name.isOurs(webhook.name()) && url.hasOurHost(endpoint) ? 3 : FOREIGN;
    }
}
