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
import org.apache.kafka.common.config.ConfigDef;
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

    /** Host in lower case, and port where it is not the scheme's own. Names the workspace's API in source partitions. */
    public String host() {
        String authority = baseUrl.getRawAuthority().toLowerCase(Locale.ROOT);
        return authority.replaceFirst("https".equalsIgnoreCase(baseUrl.getScheme()) ? ":(443)?$" : ":(80)?$", "");
    }

    static List<String> names() {
        return List.of(KEY, REGION, URL, REQUESTS_PER_SECOND, TIMEOUT);
    }

    static void define(ConfigDef def) {
        var group = new ConfigGroup(def, "App API");
        group.define(
                KEY,
                PASSWORD,
                null,
                Secrets.apiKey(),
                HIGH,
                "App API key of the workspace, created under Account Settings > API Credentials > App API Keys. A Track API key does"
                        + " not work here. Needed when a list table is selected or webhook.registration is auto.");
        group.define(
                REGION,
                STRING,
                US,
                Validators.oneOf(US, EU),
                HIGH,
                "Region of the Customer.io account; picks the base URL. A key of one region is refused by the other.",
                List.of(URL));
        group.define(
                URL,
                STRING,
                null,
                Addresses.baseUrl(),
                LOW,
                "Another base URL of the App API, for tests and gateways; replaces the one of the region. For a forward proxy set the"
                        + " worker's system properties https.proxyHost and https.proxyPort instead.");
        group.define(
                REQUESTS_PER_SECOND,
                INT,
                8,
                Validators.between(1, 10),
                MEDIUM,
                "Requests per second of the whole connector, shared out over its tasks by need. Customer.io allows 10 for each"
                        + " workspace, and other users of the workspace's API draw on the same 10.");
        group.define(
                TIMEOUT,
                INT,
                30_000,
                Validators.atLeast(1),
                LOW,
                "Time limit of one call, from connecting to the last byte of a page. A large list may take longer as long as bytes"
                        + " arrive.");
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
