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
                "Address of the worker the receiver listens on.");
        group.define(
                PORT,
                INT,
                8099,
                Validators.between(0, LARGEST_PORT),
                HIGH,
                "Port the receiver listens on. Several connectors may share a port and differ by path. 0 takes any free port.");
        group.define(
                PATH,
                STRING,
                null,
                Addresses.path(),
                MEDIUM,
                "Path deliveries come to. Default: /webhooks/<connector name>, the name percent-encoded.");
        group.define(
                RECEIVERS,
                INT,
                1,
                Validators.atLeast(1),
                LOW,
                "Tasks that receive; at most tasks.max. More than one keeps the receiver available while a worker is lost, behind a"
                        + " load balancer, and rules out exactly-once.");
        group.define(
                KEEP_OPEN,
                LONG,
                600_000,
                Validators.atLeast(0),
                LOW,
                "Milliseconds the port stays open, answering 503, when no task holds it. Customer.io waits an hour after a refused"
                        + " connection, but not after a 503.");
        group.define(
                HEALTH_PORT,
                INT,
                null,
                Validators.between(0, LARGEST_PORT),
                LOW,
                "Port of their own for /healthz, /readyz and /status. Without it, /healthz and /readyz are served on the receiver's"
                        + " port, and /status is not.");
    }

    private static void defineVerification(ConfigGroup group) {
        group.define(
                SIGNING_KEYS,
                PASSWORD,
                null,
                Secrets.signingKeys(),
                HIGH,
                "Signing key of the reporting webhook; several, comma separated, while a key is rotated. Read again from its"
                        + " ConfigProvider every 30 s. An event table needs this or webhook.url.tokens.");
        group.define(
                URL_TOKENS,
                PASSWORD,
                null,
                Secrets.tokens(),
                MEDIUM,
                "Secret tokens, at most two, comma separated, the newest last. The receiver then answers only at <path>/<token>."
                        + " Taking a token out of the list revokes it.");
        group.define(
                TIMESTAMP_TOLERANCE,
                LONG,
                0,
                Validators.atLeast(0),
                LOW,
                "Refuses deliveries whose signed timestamp is further from now, in milliseconds. 0 is off: Customer.io may send a"
                        + " delivery again for days.");
        group.define(
                ALLOWED_ADDRESSES,
                LIST,
                List.of(),
                Addresses.cidrs(),
                LOW,
                "Blocks of addresses that may call the receiver; everybody when empty.");
        group.define(
                TRUSTED_PROXIES,
                LIST,
                List.of(),
                Addresses.cidrs(),
                LOW,
                "Blocks of addresses of the load balancers in front, whose X-Forwarded-For is believed.");
    }

    private static void defineLimits(ConfigGroup group) {
        group.define(
                RESPONSE_TIMEOUT,
                INT,
                3_000,
                Validators.between(500, 3_800),
                LOW,
                "A delivery that Kafka has not confirmed after so many milliseconds is answered 503. Customer.io itself waits 4 s.");
        group.define(
                MAX_IN_FLIGHT,
                INT,
                512,
                Validators.atLeast(1),
                LOW,
                "Deliveries being read or not yet confirmed, of one listener; further ones are answered 503.");
        group.define(
                MAX_IN_FLIGHT_BYTES,
                LONG,
                67_108_864,
                Validators.atLeast(1),
                LOW,
                "Heap for deliveries being read, and as much again for those not yet confirmed, of one listener; further ones"
                        + " are answered 503.");
        group.define(
                MAX_BODY_BYTES,
                INT,
                524_288,
                Validators.between(1, LARGEST_BODY),
                LOW,
                "Largest body that becomes an ordinary event. Of a larger one, up to 8 MiB, the first 256 KiB, the size and the"
                        + " SHA-256 go to <topic.prefix>.quarantine.");
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

        /** Deliveries can be told genuine: without a signing key and a token all of them wait. */
        public boolean isPossible() {
            return !signingKeys.isEmpty() || !urlTokens.isEmpty();
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
