package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The reporting webhook in Customer.io.
 *
 * @param publicUrl the complete URL Customer.io shall call, without token
 * @param events event names to subscribe to, globs resolved
 * @param fullResolution empty leaves Customer.io's own setting as it is
 * @param withContent empty leaves Customer.io's own setting as it is
 */
public record RegistrationConfig(
        boolean auto,
        Optional<String> publicUrl,
        List<String> events,
        Optional<Boolean> fullResolution,
        Optional<Boolean> withContent) {

    static final String REGISTRATION = "webhook.registration";
    static final String PUBLIC_URL = "webhook.public.url";
    static final String EVENTS = "webhook.events";
    static final String FULL_RESOLUTION = "webhook.full.resolution";
    static final String WITH_CONTENT = "webhook.with.content";

    private static final String AUTO = "auto";
    private static final String MANUAL = "manual";

    static void define(ConfigDef def) {
        var group = new ConfigGroup(def, "Webhooks", Visibility::hasEventTables);
        group.define(
                REGISTRATION,
                STRING,
                MANUAL,
                Validators.oneOf(AUTO, MANUAL),
                HIGH,
                "auto: the connector creates the reporting webhook in Customer.io and keeps it as configured here; "
                        + "this needs app.api.key and webhook.public.url. manual: you create the webhook in Customer.io.",
                List.of(PUBLIC_URL, EVENTS, FULL_RESOLUTION, WITH_CONTENT));
        group.define(
                PUBLIC_URL,
                STRING,
                null,
                Addresses.publicUrl(),
                HIGH,
                "Complete URL at which Customer.io reaches the receiver. It is used exactly as given; when "
                        + "webhook.url.tokens is set, /<token> is appended. "
                        + "Required when webhook.registration is auto.");
        group.define(
                EVENTS,
                LIST,
                "*",
                Validators.eventNames(),
                MEDIUM,
                "Events that webhook.registration=auto subscribes to: names, or patterns with * over the events of the "
                        + "selected event tables. The default is all of them. An unknown name is sent to Customer.io all the "
                        + "same, with a warning in the log.");
        group.define(
                FULL_RESOLUTION,
                BOOLEAN,
                null,
                Validators.trueOrFalse(),
                LOW,
                "true: Customer.io reports every open and click. false: only the first ones of each message. Unset: a "
                        + "new webhook gets Customer.io's default, and an existing one stays as it is.");
        group.define(
                WITH_CONTENT,
                BOOLEAN,
                null,
                Validators.trueOrFalse(),
                LOW,
                "true: events of sent messages hold the message body. Unset: a new webhook gets Customer.io's default, "
                        + "and an existing one stays as it is.");
    }

    static RegistrationConfig from(ParsedValues values) {
        return new RegistrationConfig(
                isAuto(values),
                values.optionalString(PUBLIC_URL),
                events(values),
                values.optionalBool(FULL_RESOLUTION),
                values.optionalBool(WITH_CONTENT));
    }

    static boolean isAuto(ParsedValues values) {
        return AUTO.equals(values.string(REGISTRATION));
    }

    /** Names as they are; globs as the event names of the selected tables that match. */
    private static List<String> events(ParsedValues values) {
        List<String> known = values.selection().eventNames();
        return values.list(EVENTS).stream()
                .map(Glob::new)
                .flatMap(item -> item.isPattern() ? item.among(known).stream() : Stream.of(item.text()))
                .distinct()
                .toList();
    }
}
