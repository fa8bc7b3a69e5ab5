package io.cioconnect.registration;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Which of the workspace's webhooks is ours: the one with the id we know, the one that calls our URL, the one whose URL may be ours in
 * another spelling or with another token, the one that has our name and host; in this order. One thread.
 */
final class Recognition {
    private static final int FOREIGN = 4;

    private final WebhookName name;
    private final OurUrl url;
    private final Deque<String> knownIds = new ArrayDeque<>(); // the one that is kept first

    Recognition(WebhookName name, OurUrl url) {
        this.name = name;
        this.url = url;
    }

    /** The webhooks that this task made or found earlier, as long as nobody proved that they are gone; the one that is kept first. */
    List<String> knownIds() {
        return List.copyOf(knownIds);
    }

    void know(ReportingWebhook ours) {
        knownIds.remove(ours.id());
        knownIds.addFirst(ours.id());
    }

    void forget(String id) {
        knownIds.remove(id);
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
        if (webhook.id().equals(knownIds.peekFirst())) {
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
