package io.cioconnect.config;

import io.cioconnect.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Properties that set every key to something other than its default. */
final class EveryKey {
    static final String API_KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90";

    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("topic.prefix", "acme.cio"),
            Map.entry("events.layout", "single"),
            Map.entry("app.api.key", API_KEY),
            Map.entry("region", "eu"),
            Map.entry("app.api.url", "http://gateway:8080/customerio/"),
            Map.entry("app.api.requests.per.second", "3"),
            Map.entry("app.api.timeout.ms", "1234"),
            Map.entry("tables", "snippets, se*s, email_events"),
            Map.entry("refresh.interval.ms", "60000"),
            Map.entry("refresh.pass.timeout.ms", "120000"),
            Map.entry("refresh.on.start", "true"),
            Map.entry("refresh.emit", "changes"),
            Map.entry("refresh.deletes", "both"),
            Map.entry("refresh.deletes.max.fraction", "0.25"),
            Map.entry("content.bodies", "true"),
            Map.entry("metrics.days", "30"),
            Map.entry("metrics.timezone", "Europe/Stockholm"),
            Map.entry("webhook.registration", "auto"),
            Map.entry("webhook.public.url", "https://events.example.com/hooks/"),
            Map.entry("webhook.events", "email_*ed, sms_sent, email_novel"),
            Map.entry("webhook.full.resolution", "true"),
            Map.entry("webhook.with.content", "false"),
            Map.entry("webhook.listen.host", "127.0.0.1"),
            Map.entry("webhook.listen.port", "9000"),
            Map.entry("webhook.listen.path", "/hooks/cio/"),
            Map.entry("webhook.receivers", "2"),
            Map.entry("webhook.listener.keep.open.ms", "5000"),
            Map.entry("webhook.health.port", "9001"),
            Map.entry("webhook.signing.keys", " new , old "),
            Map.entry("webhook.url.tokens", "token-number-one-1,token-number-two-2"),
            Map.entry("webhook.timestamp.tolerance.ms", "300000"),
            Map.entry("webhook.allowed.addresses", "203.0.113.7, 2001:db8::1"),
            Map.entry("webhook.trusted.proxies", "10.0.0.0/8"),
            Map.entry("webhook.response.timeout.ms", "2500"),
            Map.entry("webhook.max.in.flight", "10"),
            Map.entry("webhook.max.in.flight.bytes", "2000000"),
            Map.entry("webhook.max.body.bytes", "100000"),
            Map.entry("webhook.ssl.keystore.location", "/etc/keystore.jks"),
            Map.entry("webhook.ssl.keystore.password", "changeit"),
            Map.entry("webhook.ssl.keystore.type", "JKS"),
            Map.entry("webhook.ssl.key.password", "changeit2"),
            Map.entry("deliveries.start", "2026-01-31"),
            Map.entry("deliveries.rescan", "90m/30s, 10d/2d"),
            Map.entry("deliveries.types", "email, twilio"));

    private EveryKey() {}

    static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(VALUES);
        properties.put("name", "customerio");
        properties.put("tasks.max", "3");
        List<String> tables = RefreshConfig.refreshed().map(Table::name).toList();
        for (int i = 0; i < tables.size(); i++) {
            properties.put("refresh.interval.ms." + tables.get(i), String.valueOf(2000 + i));
        }
        return properties;
    }
}
