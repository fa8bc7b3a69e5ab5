package io.cioconnect.config;

import static io.cioconnect.config.Expected.complainUnless;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Validator;

/** URLs, URL paths and IP addresses: their validators, and the forms in which the rest of the connector gets them. */
final class Addresses {
    private static final String SEGMENT = "(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})++";

    /** Far more than anybody needs, and no work for a regular expression. */
    private static final int LONGEST_PATH = 1_000;

    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_LABEL = 63;

    private Addresses() {}

    static Validator baseUrl() {
        return Expected.unshown(
                "a base URL such as https://api.customer.io, without the /v1 of its paths",
                value -> wrongUrl(value)
                        .or(() -> complainUnless(
                                !withoutTrailingSlash(value).endsWith("/v1"), "the connector appends /v1 itself")));
    }

    static Validator publicUrl() {
        return Expected.unshown(
                "the complete URL at which Customer.io reaches the receiver, such as https://events.example.com/webhooks/customerio",
                Addresses::wrongUrl);
    }

    static Validator path() {
        return Expected.value(
                "a path such as /webhooks/customerio, percent-encoded", value -> wrongPath((String) value));
    }

    static Validator bindAddress() {
        return Expected.value(
                "a host name or IP address of this worker, without a port; 0.0.0.0 means all its addresses",
                value -> complainUnless(isBindAddress((String) value), ""));
    }

    /** A colon is allowed in an IPv6 address only; elsewhere it would begin a port. */
    private static boolean isBindAddress(String text) {
        return text.matches("[A-Za-z0-9._:-]+")
                && (!text.contains(":") || AddressRanges.literal(text).isPresent());
    }

    static Validator cidrs() {
        return Expected.items(
                "blocks of addresses such as 10.0.0.0/8 or 2001:db8::/32, comma separated",
                items -> items.stream()
                        .filter(item -> !AddressRanges.isBlock(item))
                        .map(item -> "'" + item + "' is neither an address nor a block of addresses")
                        .findFirst());
    }

    static String withoutTrailingSlash(String pathOrUrl) {
        return pathOrUrl.endsWith("/") ? pathOrUrl.substring(0, pathOrUrl.length() - 1) : pathOrUrl;
    }

    /** What is wrong with a path to listen on. */
    static Optional<String> wrongPath(String path) {
        if (path.length() > LONGEST_PATH) {
            return Optional.of("it is longer than " + LONGEST_PATH + " characters");
        }
        Optional<PathSegments> decoded = PathSegments.parse(path);
        return complainUnless(
                        decoded.filter(Addresses::isReserved).isEmpty(),
                        "'/', /healthz, /readyz, /status and paths that end in /readyz are reserved")
                .or(() -> complainUnless(
                        withoutTrailingSlash(path).matches("(?:/" + SEGMENT + ")++"),
                        "it must start with '/' and have no query, fragment or characters that need percent-encoding"))
                .or(() -> complainUnless(
                        decoded.stream()
                                .flatMap(parsed -> parsed.segments().stream())
                                .noneMatch(part -> part.equals(".") || part.equals("..")),
                        "'.' and '..' are not allowed in a path"));
    }

    /** As the listener compares paths: however they are percent-encoded. */
    private static boolean isReserved(PathSegments path) {
        return path.isReserved() || path.last().equals("readyz");
    }

    /** Percent-encoded so that it is one segment of a path. */
    static String pathSegment(String name) {
        StringBuilder segment = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain = String.valueOf(character).matches("[A-Za-z0-9._~-]");
            segment.append(plain ? String.valueOf(character) : String.format(Locale.ROOT, "%%%02X", (int) character));
        }
        return segment.toString();
    }

    /** What java.net.URI takes for a host, and neither DNS nor an HTTP client does. */
    private static Optional<String> wrongHost(String host) {
        return complainUnless(!host.contains("%"), "an IPv6 address must be written without a zone")
                .or(() -> complainUnless(
                        host.length() <= LONGEST_HOST, "its host is longer than " + LONGEST_HOST + " characters"))
                .or(() -> complainUnless(
                        Stream.of(host.split("\\.")).allMatch(label -> label.length() <= LONGEST_LABEL),
                        "a part of its host is longer than " + LONGEST_LABEL + " characters"));
    }

    private static Optional<String> wrongUrl(String text) {
        URI url;
        try {
            // names of containers may hold an underscore, in which java.net.URI finds no host
            url = new URI(text.replace('_', 'x'));
        } catch (URISyntaxException e) {
            return Optional.of("it is not a valid URL: " + e.getReason());
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return complainUnless(scheme.equals("https") || scheme.equals("http"), "it must start with https:// or http://")
                .or(() -> complainUnless(
                        url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65_535,
                        "it has no valid host and port"))
                .or(() -> wrongHost(url.getHost()))
                .or(() -> complainUnless(url.getRawUserInfo() == null, "it must not contain a user name or password"))
                .or(() -> complainUnless(
                        url.getRawQuery() == null && url.getRawFragment() == null,
                        "it must not have a query or a fragment"));
    }
}
