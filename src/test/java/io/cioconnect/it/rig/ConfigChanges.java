package io.cioconnect.it.rig;

import io.cioconnect.it.harness.FreePort;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings that are changed under load, each for as long as its fault lasts. Every key of the connector has a fault here, but those that another
 * class changes.
 */
final class ConfigChanges {
    /** Rotated as the pages say how, with a value that stays. */
    static final Set<String> CHANGED_ELSEWHERE = Set.of("webhook.signing.keys", "webhook.url.tokens");

    private static final String RECEIVER_MOVES = "webhook.listen.path";

    private static final Map<String, List<Object>> VALUES = values();

    private final Rig rig;

    private ConfigChanges(Rig rig) {
        this.rig = rig;
    }

    /** Those that Connect knows for every connector included. */
    static Set<String> keys() {
        Set<String> keys = new java.util.TreeSet<>(VALUES.keySet());
        keys.addAll(ofThisRig("", 0, 0).keySet());
        keys.add(RECEIVER_MOVES);
        return keys;
    }

    static List<FaultKind> of(Rig rig) {
        ConfigChanges changes = new ConfigChanges(rig);
        List<FaultKind> kinds = new ArrayList<>();
        VALUES.forEach((key, values) -> kinds.add(changes.kind(key, values)));
        ofThisRig(rig.connector, rig.apiLink.port(), rig.senderLink.port())
                .forEach((key, values) -> kinds.add(changes.kind(key, values)));
        // the sender still calls the old path, and may be told that there is none
        kinds.add(changes.kind(RECEIVER_MOVES, List.of("/webhooks/elsewhere")).cutting());
        return kinds;
    }

    private FaultKind kind(String key, List<Object> values) {
        return FaultKind.of("config-" + key, "connector", draw -> changed(key, values.get(draw % values.size())));
    }

    private Runnable changed(String key, Object value) {
        boolean taken = rig.group.configure(rig.configWith(key, value));
        rig.effects.saw("configuration " + (taken ? "taken" : "refused or not answered"));
        return () -> rig.group.insist(() -> rig.group.configure(rig.group.config()));
    }

    private static Map<String, List<Object>> values() {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        values.put("tasks.max", List.of(1, 3));
        values.put("tables", List.of("*_events,campaigns,snippets", "*_events,@lists"));
        values.put("events.layout", List.of("single"));
        values.put("content.bodies", List.of(true));
        values.put("metrics.days", List.of(30));
        values.put("metrics.timezone", List.of("Europe/Stockholm"));
        values.put("region", List.of("eu"));
        values.put("app.api.key", List.of("not-the-key-of-any-workspace-0123456789"));
        values.put("app.api.requests.per.second", List.of(1));
        values.put("app.api.timeout.ms", List.of(300));
        refreshes(values);
        deliveries(values);
        registration(values);
        receiver(values);
        return values;
    }

    private static void refreshes(Map<String, List<Object>> values) {
        values.put("refresh.emit", List.of("changes"));
        values.put("refresh.deletes", List.of("flag", "both", "none"));
        values.put("refresh.deletes.max.fraction", List.of(0.01, 1.0));
        values.put("refresh.interval.ms", List.of(5_000));
        for (String table : Rig.TABLES) {
            values.put("refresh.interval.ms." + table, List.of(1_000, 7_000));
        }
        values.put("refresh.interval.ms." + Rig.CHILDREN.table(), List.of(1_500, 9_000));
        values.put("refresh.pass.timeout.ms", List.of(60_000));
        values.put("refresh.on.start", List.of(true));
    }

    private static void deliveries(Map<String, List<Object>> values) {
        values.put("deliveries.start", List.of(LocalDate.now(ZoneOffset.UTC)));
        values.put("deliveries.rescan", List.of("30m/7s,3h/11s"));
        values.put("deliveries.types", List.of("email", "email,push"));
    }

    private static void registration(Map<String, List<Object>> values) {
        values.put("webhook.registration", List.of("manual"));
        values.put("webhook.events", List.of("email_*", "email_*,sms_*"));
        values.put("webhook.full.resolution", List.of(true, false));
        values.put("webhook.with.content", List.of(true, false));
    }

    private static void receiver(Map<String, List<Object>> values) {
        values.put("webhook.listen.host", List.of("127.0.0.1"));
        values.put("webhook.receivers", List.of(2));
        values.put("webhook.listener.keep.open.ms", List.of(0, 3_000));
        values.put("webhook.timestamp.tolerance.ms", List.of(600_000));
        values.put("webhook.allowed.addresses", List.of("127.0.0.0/8,::1"));
        values.put("webhook.trusted.proxies", List.of("127.0.0.0/8"));
        values.put("webhook.response.timeout.ms", List.of(500, 3_000));
        values.put("webhook.max.in.flight", List.of(1, 4));
        values.put("webhook.max.in.flight.bytes", List.of(1, 5_000));
        values.put("webhook.max.body.bytes", List.of(2_000));
        values.put("webhook.ssl.keystore.location", List.of("/no/such/keystore"));
        values.put("webhook.ssl.keystore.type", List.of("JKS"));
        values.put("webhook.ssl.keystore.password", List.of("not the password"));
        values.put("webhook.ssl.key.password", List.of("not the password"));
    }

    private static Map<String, List<Object>> ofThisRig(String connector, int apiPort, int senderPort) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        values.put("topic.prefix", List.of(connector + ".moved"));
        values.put("app.api.url", List.of("http://127.0.0.1:" + apiPort));
        // the same in another spelling: another host has another webhook
        values.put("webhook.public.url", List.of("http://LOCALHOST:" + senderPort + "/webhooks/" + connector + "/"));
        values.put("webhook.listen.port", List.of(FreePort.next()));
        values.put("webhook.health.port", List.of(FreePort.next()));
        return values;
    }
}
