package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** The App API: where it is, with which key, how fast and how long to wait. The base URL has no slash at its end. */
public record AppApiConfig(URI baseUrl, Optional<Password> key, int requestsPerSecond, Duration timeout) {
    public static final String KEY = "app.api.key";
    public static final String REGION = "region";
    public static final String URL = "app.api.url";
    static final String REQUESTS_PER_SECOND = "app.api.requests.per.second";
    static final String TIMEOUT = "app.api.timeout.ms";

    private static final String US = "us";
    private static final String EU = "eu";

    /** Host in lower case, and port where it is not the scheme's own. It named source partitions in earlier versions. */
    public String host() {
        String authority = baseUrl.getRawAuthority().toLowerCase(Locale.ROOT);
        return authority.replaceFirst("https".equalsIgnoreCase(baseUrl.getScheme()) ? ":(443)?$" : ":(80)?$", "");
    }

    static List<String> names() {
        return List.of(KEY, REGION, URL, REQUESTS_PER_SECOND, TIMEOUT);
    }

    static void defineAccess(ConfigGroup group) {
        group.define(
                KEY,
                PASSWORD,
                null,
                Secrets.apiKey(),
                HIGH,
                "App API key of the workspace. Create it in Customer.io under Account Settings > API Credentials > App "
                        + "API Keys; a Track API key does not work. Required when tables names a table that is read from the App "
                        + "API, or when webhook.registration is auto. Keep the key in a ConfigProvider, such as ${file:...}: a "
                        + "key that changes there is used within 30 seconds, without a restart.");
        group.define(
                REGION,
                STRING,
                US,
                Validators.oneOf(US, EU),
                HIGH,
                "Region of the Customer.io account. It selects the base URL of the App API; a key of one region does "
                        + "not work in the other.",
                List.of(URL));
        group.define(
                URL,
                STRING,
                null,
                Addresses.baseUrl(),
                LOW,
                "Base URL of the App API, where it differs from the region's: a gateway or a test server. To use a "
                        + "forward proxy, leave this unset and set the worker's system properties https.proxyHost and "
                        + "https.proxyPort.");
    }

    static void defineLimits(ConfigGroup group) {
        group.define(
                REQUESTS_PER_SECOND,
                INT,
                8,
                Validators.between(1, 10),
                MEDIUM,
                "Limit on App API requests per second, for the whole connector; its tasks share it. Customer.io allows "
                        + "10 for each workspace. The default leaves 2 to other programs; lower it if they need more.");
        group.define(
                TIMEOUT,
                INT,
                30_000,
                Validators.atLeast(1),
                LOW,
                "Time limit of one App API request, in milliseconds, from connecting to the last byte of the reply. A "
                        + "large reply may take longer, as long as bytes keep arriving.");
    }

    static AppApiConfig from(ParsedValues values) {
        String url = values.optionalString(URL)
                .orElseGet(() ->
                        values.string(REGION).equals(EU) ? "https://api-eu.customer.io" : "https://api.customer.io");
        return new AppApiConfig(
                URI.create(Addresses.withoutTrailingSlash(url)),
                values.password(KEY),
                values.integer(REQUESTS_PER_SECOND),
                values.millis(TIMEOUT));
    }
}
