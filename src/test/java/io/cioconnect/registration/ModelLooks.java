package io.cioconnect.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** How the API of a model run shows a webhook. */
record ModelLooks(Set<ModelTrait> traits) {
    ObjectNode shown(ModelHook hook) {
        ObjectNode json = hook.json();
        json.put("endpoint", shown(hook.endpoint));
        if (traits.contains(ModelTrait.FALSE_FLAGS_DROPPED)) {
            ModelHook.FLAGS.stream().filter(flag -> !hook.flag(flag)).forEach(json::remove);
        }
        if (traits.contains(ModelTrait.IDS_AS_TEXT)) {
            json.put("id", Long.toString(hook.id));
        }
        if (traits.contains(ModelTrait.READ_ONLY_FIELDS)) {
            json.put("created_at", 1_786_000_000);
        }
        return json;
    }

    private String shown(String endpoint) {
        String masked = traits.contains(ModelTrait.TOKEN_MASKED)
                ? endpoint.replaceFirst("/" + RegistrationModel.TOKEN_PREFIX + "[^/?]*", "/***")
                : endpoint;
        URI uri = URI.create(masked);
        String host = uri.getHost();
        if (traits.contains(ModelTrait.HOST_IN_LOWER_CASE)) {
            return masked.replace(host, host.toLowerCase(Locale.ROOT));
        }
        if (traits.contains(ModelTrait.ENDPOINT_IN_LOWER_CASE)) {
            return masked.toLowerCase(Locale.ROOT);
        }
        if (traits.contains(ModelTrait.DEFAULT_PORT_SHOWN) && uri.getPort() < 0) {
            return masked.replace(host, host + ":443");
        }
        return traits.contains(ModelTrait.SLASH_ADDED) && !masked.contains("?") && !masked.endsWith("/")
                ? masked + "/"
                : masked;
    }
}
