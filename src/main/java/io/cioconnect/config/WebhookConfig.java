package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** The receiver of reporting webhooks, group by group. Plain HTTP without {@code tls}. */
public record WebhookConfig(Listener listener, Verification verification, Limits limits, Optional<TlsConfig> tls) {

    static final String PREFIX = "webhook.";
    static final String HOST = "webhook.listen.host";
    static final String PORT = "webhook.listen.port";
    static final String PATH = "webhook.listen.path";
    static final String SIGNING_KEYS = "webhook.signing.keys";
    static final String URL_TOKENS = "webhook.url.tokens";
    static final String TIMESTAMP_TOLERANCE = "webhook.timestamp.tolerance.ms";
    static final String RESPONSE_TIMEOUT = "webhook.response.timeout.ms";
    static final String MAX_IN_FLIGHT = "webhook.max.in.flight";
    static final String MAX_IN_FLIGHT_BYTES = "webhook.max.in.flight.bytes";
    static final String MAX_BODY_BYTES = "webhook.max.body.bytes";
    static final String KEEP_OPEN = "webhook.listener.keep.open.ms";
    static final String HEALTH_PORT = "webhook.health.port";
    static final String TRUSTED_PROXIES = "webhook.trusted.proxies";
    static final String ALLOWED_ADDRESSES = "webhook.allowed.addresses";
    static final String RECEIVERS = "webhook.receivers";

    /** What depends on the selection of event tables; the keys that depend on one of these are not repeated. */
    static final List<String> KEYS = List.of(
            HOST,
            PORT,
            PATH,
            SIGNING_KEYS,
            URL_TOKENS,
            TIMESTAMP_TOLERANCE,
            RESPONSE_TIMEOUT,
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT_BYTES,
            MAX_BODY_BYTES,
            KEEP_OPEN,
            TlsConfig.LOCATION,
            HEALTH_PORT,
            TRUSTED_PROXIES,
            ALLOWED_ADDRESSES,
            RECEIVERS,
            RegistrationConfig.REGISTRATION);

    private static final int LARGEST_PORT = 65_535;

    /** Of a larger body neither the event nor, in JSON, its exact bytes would fit into a record. */
    private static final int LARGEST_BODY = 640 * 1024;

    static void define(ConfigDef def) {
        defineListener(new ConfigGroup(def, "Webhook receiver", Visibility::hasEventTables));
        defineVerification(new ConfigGroup(def, "Webhook verification", Visibility::hasEventTables));
        defineLimits(new ConfigGroup(def, "Webhook limits", Visibility::hasEventTables));
        TlsConfig.define(new ConfigGroup(def, "Webhook HTTPS", Visibility::hasEventTables));
    }

    private static void defineListener(ConfigGroup group) {
        group.define(
                HOST,
                STRING,
                "0.0.0.0",
                Addresses.bindAddress(),
                MEDIUM,
                "Address of the worker that the receiver listens on. The default is all addresses of the worker.");
        group.define(
                PORT,
                INT,
                8099,
                Validators.between(0, LARGEST_PORT),
                HIGH,
                "Port the receiver listens on, on every worker that may run it. Several connectors may share a port if "
                        + "their webhook.listen.path differs. 0 takes any free port.");
        group.define(
                PATH,
                STRING,
                null,
                Addresses.path(),
                MEDIUM,
                "URL path at which the receiver takes deliveries. The default is /webhooks/<connector name>, with the "
                        + "name percent-encoded.");
        group.define(
                RECEIVERS,
                INT,
                1,
                Validators.atLeast(1),
                LOW,
                "Number of tasks that receive, at most tasks.max. With 2 or more behind a load balancer, deliveries "
                        + "are taken while one worker restarts. Exactly-once delivery needs 1.");
        group.define(
                KEEP_OPEN,
                LONG,
                600_000,
                Validators.atLeast(0),
                LOW,
                "How long the port stays open when no task uses it, in milliseconds; it answers 503 meanwhile. "
                        + "Customer.io waits an hour after a refused connection, but not after a 503. The default of 10 minutes "
                        + "covers restarts and rebalances.");
        group.define(
                HEALTH_PORT,
                INT,
                null,
                Validators.between(0, LARGEST_PORT),
                LOW,
                "Separate port for /healthz, /readyz and /status. Unset: /healthz and /readyz are on the receiver's "
                        + "port, and there is no /status.");
    }

    private static void defineVerification(ConfigGroup group) {
        group.define(
                SIGNING_KEYS,
                PASSWORD,
                null,
                Secrets.signingKeys(),
                HIGH,
                "Signing key of the reporting webhook, as Customer.io shows it on the webhook's page. While a key is "
                        + "rotated, enter both, separated by a comma. Keep keys in a ConfigProvider, such as ${file:...}: a key "
                        + "that changes there is used within 30 seconds, without a restart. Event tables need a signing key or "
                        + "webhook.url.tokens.");
        group.define(
                URL_TOKENS,
                PASSWORD,
                null,
                Secrets.tokens(),
                MEDIUM,
                "Secret tokens for the webhook's URL, at most two, separated by a comma, the newest last. When set, "
                        + "the receiver answers only at <path>/<token>. Removing a token from the list revokes it.");
        group.define(
                TIMESTAMP_TOLERANCE,
                LONG,
                0,
                Validators.atLeast(0),
                LOW,
                "Refuse deliveries whose signed timestamp differs from the worker's clock by more than this, in "
                        + "milliseconds. The default, 0, accepts any timestamp, because Customer.io repeats deliveries for days.");
        group.define(
                ALLOWED_ADDRESSES,
                LIST,
                List.of(),
                Addresses.cidrs(),
                LOW,
                "Addresses or address blocks (CIDR) that may call the receiver. Empty: everybody may.");
        group.define(
                TRUSTED_PROXIES,
                LIST,
                List.of(),
                Addresses.cidrs(),
                LOW,
                "Addresses or address blocks (CIDR) of your load balancers. From these, the caller's address is read "
                        + "from X-Forwarded-For.");
    }

    private static void defineLimits(ConfigGroup group) {
        group.define(
                RESPONSE_TIMEOUT,
                INT,
                3_000,
                Validators.between(500, 3_800),
                LOW,
                "A delivery that Kafka has not acknowledged after this time, in milliseconds, is answered 503. "
                        + "Customer.io waits 4 s; the default leaves 1 s for the network.");
        group.define(
                MAX_IN_FLIGHT,
                INT,
                512,
                Validators.atLeast(1),
                LOW,
                "Limit on deliveries that are being read or wait for Kafka, for each listener. Further ones are "
                        + "answered 503, and Customer.io sends them again soon.");
        group.define(
                MAX_IN_FLIGHT_BYTES,
                LONG,
                67_108_864,
                Validators.atLeast(1),
                LOW,
                "Heap limit for each listener, in bytes. It applies twice: to deliveries that are being read, and to "
                        + "deliveries that wait for Kafka. Further ones are answered 503.");
        group.define(
                MAX_BODY_BYTES,
                INT,
                524_288,
                Validators.between(1, LARGEST_BODY),
                LOW,
                "Largest body, in bytes, that becomes an ordinary event. For a larger one, up to 8 MiB, the first 256 "
                        + "KiB, the size and the SHA-256 go to <topic.prefix>.quarantine.");
    }

    static WebhookConfig from(ParsedValues values) {
        return new WebhookConfig(
                Listener.from(values), Verification.from(values), Limits.from(values), TlsConfig.from(values));
    }

    /** As set, or made of the connector's name. */
    static String path(ParsedValues values) {
        return Addresses.withoutTrailingSlash(values.optionalString(PATH)
                .orElseGet(() -> "/webhooks/" + Addresses.pathSegment(values.connectorName())));
    }

    /**
     * Where the receiver listens, and for how long.
     *
     * @param path absolute, without a trailing slash, percent-encoded
     * @param segments the path as requests are compared with it
     */
    public record Listener(
            String host,
            int port,
            String path,
            PathSegments segments,
            Duration keepOpen,
            OptionalInt healthPort,
            int receivers) {
        private static Listener from(ParsedValues values) {
            String path = WebhookConfig.path(values);
            return new Listener(
                    values.string(HOST),
                    values.integer(PORT),
                    path,
                    PathSegments.parse(path).orElseThrow(),
                    values.millis(KEEP_OPEN),
                    values.optionalInteger(HEALTH_PORT).map(OptionalInt::of).orElse(OptionalInt.empty()),
                    values.integer(RECEIVERS));
        }
    }

    /**
     * Whose deliveries are believed.
     *
     * @param signingKeys one or more, in order; empty when none is set
     * @param urlTokens at most two, the newest last; empty when none is set
     * @param timestampTolerance zero is off
     * @param allowedAddresses empty lets everybody call
     */
    public record Verification(
            List<Password> signingKeys,
            List<Password> urlTokens,
            Duration timestampTolerance,
            AddressRanges trustedProxies,
            AddressRanges allowedAddresses) {
        private static Verification from(ParsedValues values) {
            return new Verification(
                    values.passwords(SIGNING_KEYS),
                    values.passwords(URL_TOKENS),
                    values.millis(TIMESTAMP_TOLERANCE),
                    AddressRanges.parse(values.list(TRUSTED_PROXIES)),
                    AddressRanges.parse(values.list(ALLOWED_ADDRESSES)));
        }
    }

    /** How much of a delivery is taken, and how long it may take. */
    public record Limits(Duration responseTimeout, int maxInFlight, long maxInFlightBytes, int maxBodyBytes) {
        private static Limits from(ParsedValues values) {
            return new Limits(
                    values.millis(RESPONSE_TIMEOUT),
                    values.integer(MAX_IN_FLIGHT),
                    values.longInteger(MAX_IN_FLIGHT_BYTES),
                    values.integer(MAX_BODY_BYTES));
        }
    }
}
