package io.cioconnect.registration;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the workspace's webhooks by which events may arrive more than once, or somewhere else as well. The connector removes no webhook, so
 * only its user can put that right. Each set of them is logged once. One thread.
 */
final class ExtraWebhooks {
    private static final Logger log = LoggerFactory.getLogger(WebhookRegistrar.class);

    /** Anybody who may change webhooks can write anything there. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,253}");

    private final String name;
    private Set<String> ofOurs = Set.of();
    private Set<String> ofOtherHosts = Set.of();

    /** @param name that ours has */
    ExtraWebhooks(String name) {
        this.name = name;
    }

    /** @param ours the one that is kept first */
    void ours(List<ReportingWebhook> ours) {
        Set<String> ids = ids(ours);
        if (ids.size() > 1 && !ids.equals(ofOurs)) {
            log.warn(
                    "Reporting webhook \"{}\": {} webhooks of the workspace belong to this connector, so events may arrive more than"
                            + " once; keep the one with id {} and delete the others: {}",
                    name,
                    ids.size(),
                    ours.get(0).id(),
                    ours.stream().skip(1).map(ReportingWebhook::id).toList());
        }
        ofOurs = ids;
    }

    /** @param webhooks that have our name and call another host; a disabled one calls nobody */
    void atOtherHosts(List<ReportingWebhook> webhooks) {
        List<ReportingWebhook> enabled =
                webhooks.stream().filter(webhook -> !webhook.isDisabled()).toList();
        Set<String> ids = ids(enabled);
        if (!ids.isEmpty() && !ids.equals(ofOtherHosts)) {
            log.warn(
                    "Reporting webhook \"{}\": other webhooks have this name but call another host than webhook.public.url: {}. If they"
                            + " are this connector's, from before the URL was changed, delete them in Customer.io; if they are"
                            + " another connector's, give one of the two connectors another name",
                    name,
                    enabled.stream().map(ExtraWebhooks::place).collect(Collectors.joining(", ")));
        }
        ofOtherHosts = ids;
    }

    /** Without the path, which may hold a token. */
    private static String place(ReportingWebhook webhook) {
        String host = Endpoint.of(webhook.endpoint())
                .map(Endpoint::host)
                .filter(text -> HOST.matcher(text).matches())
                .orElse("a host that cannot be read");
        return "id " + webhook.id() + " at " + host;
    }

    private static Set<String> ids(List<ReportingWebhook> webhooks) {
        return webhooks.stream().map(ReportingWebhook::id).collect(Collectors.toSet());
    }
}
