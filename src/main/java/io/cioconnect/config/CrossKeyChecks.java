package io.cioconnect.config;

import io.cioconnect.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.config.types.Password;

/**
 * The checks that look at more than one key, or at keys of Connect itself. One list for both uses: validation puts each complaint
 * on its key, and a task does not start when there is one.
 */
final class CrossKeyChecks {
    private static final List<Check> CHECKS = List.of(
            new Check(
                    CrossKeyChecks::appApiKey, RefreshConfig.TABLES, AppApiConfig.KEY, RegistrationConfig.REGISTRATION),
            new Check(CrossKeyChecks::webhookKeysNeedEventTables, RefreshConfig.TABLES),
            new Check(
                    CrossKeyChecks::verification,
                    RefreshConfig.TABLES,
                    RegistrationConfig.REGISTRATION,
                    WebhookConfig.SIGNING_KEYS,
                    WebhookConfig.URL_TOKENS),
            new Check(
                    CrossKeyChecks::publicUrl,
                    RefreshConfig.TABLES,
                    RegistrationConfig.REGISTRATION,
                    RegistrationConfig.PUBLIC_URL,
                    WebhookConfig.URL_TOKENS),
            new Check(CrossKeyChecks::eventGlobs, RefreshConfig.TABLES, RegistrationConfig.EVENTS),
            new Check(CrossKeyChecks::pathFromName, RefreshConfig.TABLES, WebhookConfig.PATH),
            new Check(CrossKeyChecks::receivers, WebhookConfig.RECEIVERS),
            new Check(CrossKeyChecks::healthPort, WebhookConfig.PORT, WebhookConfig.HEALTH_PORT),
            new Check(
                    CrossKeyChecks::keystore,
                    TlsConfig.LOCATION,
                    TlsConfig.TYPE,
                    TlsConfig.PASSWORD,
                    TlsConfig.KEY_PASSWORD),
            new Check(CrossKeyChecks::intervalsOfUnknownTables),
            new Check(ConnectKeyChecks::acks),
            new Check(ConnectKeyChecks::transactionBoundary),
            new Check(ConnectKeyChecks::maxBlock));

    private CrossKeyChecks() {}

    /** @param isClean whether a key has a usable value; a check that reads another one is left out */
    static List<ConfigError> run(ParsedValues values, Predicate<String> isClean) {
        List<ConfigError> complaints = new ArrayList<>();
        CHECKS.stream()
                .filter(check -> check.reads().stream().allMatch(isClean))
                .forEach(check ->
                        check.rule().accept(values, (key, text) -> complaints.add(new ConfigError(key, text))));
        return complaints;
    }

    private static void appApiKey(ParsedValues values, BiConsumer<String, String> complain) {
        if (values.password(AppApiConfig.KEY).isPresent()) {
            return;
        }
        List<String> tables = values.selection().polledTables();
        if (!tables.isEmpty()) {
            complain.accept(
                    AppApiConfig.KEY,
                    "Enter an App API key. It is needed to read these selected tables (" + String.join(", ", tables)
                            + "). For events only, set tables to event tables, such as *_events.");
        } else if (RegistrationConfig.isAuto(values)) {
            complain.accept(AppApiConfig.KEY, "Enter an App API key: webhook.registration=auto needs it.");
        }
    }

    private static void webhookKeysNeedEventTables(ParsedValues values, BiConsumer<String, String> complain) {
        if (values.selection().hasEvents()) {
            return;
        }
        CustomerIoSourceConfig.definition().names().stream()
                .filter(key -> key.startsWith(WebhookConfig.PREFIX) && values.isGiven(key))
                .forEach(key -> complain.accept(
                        key,
                        "No event table is selected. Add one to tables, such as *_events, or remove " + key + "."));
    }

    private static void verification(ParsedValues values, BiConsumer<String, String> complain) {
        boolean verified = values.password(WebhookConfig.SIGNING_KEYS).isPresent()
                || values.password(WebhookConfig.URL_TOKENS).isPresent();
        if (values.selection().hasEvents() && !verified && !RegistrationConfig.isAuto(values)) {
            complain.accept(
                    WebhookConfig.SIGNING_KEYS,
                    "Event tables are selected, so the receiver must verify deliveries. Enter the signing key of the reporting webhook here, or"
                            + " a secret token in webhook.url.tokens.");
        }
    }

    private static void publicUrl(ParsedValues values, BiConsumer<String, String> complain) {
        Optional<String> given = values.optionalString(RegistrationConfig.PUBLIC_URL);
        if (given.isEmpty()) {
            if (RegistrationConfig.isAuto(values) && values.selection().hasEvents()) {
                complain.accept(
                        RegistrationConfig.PUBLIC_URL,
                        "webhook.registration=auto needs it. Enter the complete URL at which Customer.io reaches the receiver, such as"
                                + " https://events.example.com" + WebhookConfig.path(values) + ".");
            }
            return;
        }
        if (values.passwords(WebhookConfig.URL_TOKENS).stream()
                .map(Password::value)
                .anyMatch(given.get()::contains)) {
            complain.accept(
                    RegistrationConfig.PUBLIC_URL,
                    "It contains a token of webhook.url.tokens. Remove the token; the connector appends it.");
        }
    }

    private static void eventGlobs(ParsedValues values, BiConsumer<String, String> complain) {
        TableSelection selection = values.selection();
        if (!selection.hasEvents()) {
            return;
        }
        values.list(RegistrationConfig.EVENTS).stream()
                .map(Glob::new)
                .filter(item ->
                        item.isPattern() && item.among(selection.eventNames()).isEmpty())
                .findFirst()
                .ifPresent(item -> complain.accept(
                        RegistrationConfig.EVENTS,
                        "'" + item.text() + "' matches no event of the selected event tables ("
                                + String.join(", ", selection.eventTables()) + ")."));
    }

    private static void pathFromName(ParsedValues values, BiConsumer<String, String> complain) {
        if (values.selection().hasEvents() && !values.isGiven(WebhookConfig.PATH)) {
            Addresses.wrongPath(WebhookConfig.path(values))
                    .ifPresent(wrong -> complain.accept(
                            WebhookConfig.PATH,
                            "The path made from the connector's name cannot be used: " + wrong + ". Enter a path."));
        }
    }

    private static void receivers(ParsedValues values, BiConsumer<String, String> complain) {
        int receivers = values.integer(WebhookConfig.RECEIVERS);
        ConnectKeyChecks.number(values, ConnectKeyChecks.TASKS_MAX, "1")
                .filter(tasksMax -> tasksMax >= 1 && tasksMax < receivers) // Connect itself refuses less than 1
                .ifPresent(tasksMax -> complain.accept(
                        WebhookConfig.RECEIVERS,
                        receivers + " receivers need as many tasks, but tasks.max is " + tasksMax
                                + ". Raise tasks.max or lower webhook.receivers."));
    }

    private static void healthPort(ParsedValues values, BiConsumer<String, String> complain) {
        int port = values.integer(WebhookConfig.PORT);
        if (port != 0 && values.optionalInteger(WebhookConfig.HEALTH_PORT).equals(Optional.of(port))) {
            complain.accept(
                    WebhookConfig.HEALTH_PORT,
                    "It is the same as webhook.listen.port. Enter another port, or remove it to have /healthz and /readyz on that port.");
        }
    }

    private static void keystore(ParsedValues values, BiConsumer<String, String> complain) {
        if (!values.isGiven(TlsConfig.LOCATION)) {
            List.of(TlsConfig.TYPE, TlsConfig.PASSWORD, TlsConfig.KEY_PASSWORD).stream()
                    .filter(values::isGiven)
                    .forEach(key -> complain.accept(
                            key,
                            "It needs a keystore. Set " + TlsConfig.LOCATION + ", or remove " + key
                                    + " for plain HTTP."));
        } else if (values.password(TlsConfig.PASSWORD).isEmpty()
                && !TlsConfig.PEM.equals(values.string(TlsConfig.TYPE))) {
            complain.accept(
                    TlsConfig.PASSWORD, "Enter the password of the " + values.string(TlsConfig.TYPE) + " keystore.");
        }
    }

    private static void intervalsOfUnknownTables(ParsedValues values, BiConsumer<String, String> complain) {
        List<String> tables = RefreshConfig.refreshed().map(Table::name).toList();
        values.given().keySet().stream()
                .filter(key -> key.startsWith(RefreshConfig.INTERVAL_OF_TABLE))
                .filter(key -> !tables.contains(key.substring(RefreshConfig.INTERVAL_OF_TABLE.length())))
                .forEach(key -> complain.accept(
                        key,
                        "There is no table of that name that is refreshed at intervals. These are "
                                + String.join(", ", tables)
                                + ". For the delivery tables set " + DeliveriesConfig.RESCAN + "."));
    }

    private record Check(BiConsumer<ParsedValues, BiConsumer<String, String>> rule, List<String> reads) {
        Check(BiConsumer<ParsedValues, BiConsumer<String, String>> rule, String... reads) {
            this(rule, List.of(reads));
        }
    }
}
