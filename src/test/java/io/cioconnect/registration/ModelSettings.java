package io.cioconnect.registration;

import io.cioconnect.config.RegistrationConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the connector of a model run is configured now, and which webhooks are therefore its own. */
final class ModelSettings {
    static final String NAME = "Kafka Connect: crm";
    static final String OTHER_CONNECTOR = "Kafka Connect: two";
    static final String MARK = " (not enabled yet)";

    /** Of one receiver, but for the last two: another path, and another host. */
    static final List<String> URLS = List.of(
            "https://Events.Example.com/webhooks/Crm",
            "https://events.example.com:443/webhooks/%43rm",
            "HTTPS://EVENTS.example.com/webhooks/Crm/",
            "https://events.example.com/in/Crm",
            "https://two.example.net/webhooks/Crm");

    String url = URLS.get(0);
    List<String> tokens = new ArrayList<>();
    List<String> events = List.of("email_sent", "push_sent", ModelWorkspace.TOUCHY);
    final Map<String, Boolean> flags = new LinkedHashMap<>();
    boolean severalReceivers;
    boolean canVerify = true;
    boolean bound = true;

    boolean isReceiving() {
        return canVerify && bound;
    }

    RegistrationConfig config() {
        return new RegistrationConfig(
                true,
                Optional.of(url),
                events,
                Optional.ofNullable(flags.get("full_resolution")),
                Optional.ofNullable(flags.get("with_content")));
    }

    /** The newest last. */
    List<String> endpoints() {
        return tokens.isEmpty()
                ? List.of(url)
                : tokens.stream().map(this::endpoint).toList();
    }

    String newest() {
        List<String> all = endpoints();
        return all.get(all.size() - 1);
    }

    String endpoint(String token) {
        return url + (url.endsWith("/") ? "" : "/") + token;
    }

    boolean isNewest(String endpoint) {
        return place(endpoint).equals(place(newest()));
    }

    /** By its endpoint, or by its name and host. */
    boolean isOurs(ModelHook hook) {
        if (hook.isScript()) {
            return false;
        }
        String place = place(hook.endpoint);
        String ours = place(url);
        if (place.equals(ours)) {
            return true;
        }
        if (!tokens.isEmpty() && place.startsWith(ours + "/")) {
            String last = place.substring(ours.length() + 1);
            return tokens.contains(last) || !hook.name.startsWith(OTHER_CONNECTOR);
        }
        return withoutMark(hook.name).equals(NAME) && host(hook.endpoint).equals(host(url));
    }

    static String withoutMark(String name) {
        return name.endsWith(MARK) ? name.substring(0, name.length() - MARK.length()) : name;
    }

    private static String host(String url) {
        return URI.create(url).getHost().toLowerCase(Locale.ROOT);
    }

    /** Without what may be spelt in several ways; all URLs of a model are of https. */
    private static String place(String url) {
        URI uri = URI.create(url);
        String path = uri.getPath();
        String port = uri.getPort() < 0 || uri.getPort() == 443 ? "" : ":" + uri.getPort();
        return host(url) + port + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    @Override
    public String toString() {
        return url + " " + tokens.size() + " tokens, " + events + " " + flags
                + (severalReceivers ? ", several receivers" : "") + (canVerify ? "" : ", no key")
                + (bound ? "" : ", no port");
    }
}
