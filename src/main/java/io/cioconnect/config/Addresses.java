package io.cioconnect.config;

import static io.cioconnect.config.Expected.complainUnless;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Validator;

/** URLs, URL paths and IP addresses: their validators, and the forms in which the rest of the connector gets them. */
final class Addresses {
    private static final String SEGMENT = "([A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+";
    private static final List<String> RESERVED_PATHS = List.of("", "/healthz", "/readyz", "/status");
    private static final String IPV4 = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}";

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
                "the complete URL Customer.io shall call, such as https://events.example.com/webhooks/customerio",
                Addresses::wrongUrl);
    }

    static Validator path() {
        return Expected.value(
                "a path such as /webhooks/customerio, percent-encoded", value -> wrongPath((String) value));
    }

    static Validator bindAddress() {
        return Expected.value(
                "a host name or IP address of this worker without port; 0.0.0.0 stands for all its addresses",
                value -> complainUnless(((String) value).matches("[A-Za-z0-9._:-]+"), ""));
    }

    static Validator cidrs() {
        return Expected.items(
                "blocks of addresses such as 10.0.0.0/8 or 2001:db8::/32, comma separated",
                items -> items.stream()
                        .filter(item -> !isCidr(item))
                        .map(item -> "'" + item + "' is neither an address nor a block of addresses")
                        .findFirst());
    }

    static String withoutTrailingSlash(String pathOrUrl) {
        return pathOrUrl.endsWith("/") ? pathOrUrl.substring(0, pathOrUrl.length() - 1) : pathOrUrl;
    }

    /** What is wrong with a path to listen on. */
    static Optional<String> wrongPath(String path) {
        String plain = withoutTrailingSlash(path);
        return complainUnless(
                        !RESERVED_PATHS.contains(plain) && !plain.endsWith("/readyz"),
                        "'/', /healthz, /readyz, /status and what ends in /readyz belong to the receiver itself")
                .or(() -> complainUnless(
                        plain.matches("(/" + SEGMENT + ")+"),
                        "it must start with '/' and have no query, fragment or characters that need percent-encoding"))
                .or(() -> complainUnless(
                        Stream.of(plain.split("/")).noneMatch(part -> part.equals(".") || part.equals("..")),
                        "'.' and '..' are no names in a path"));
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

    /** A single address becomes the block that holds only itself. */
    static String cidr(String addressOrBlock) {
        return addressOrBlock.contains("/")
                ? addressOrBlock
                : addressOrBlock + (isIpv6(addressOrBlock) ? "/128" : "/32");
    }

    private static boolean isCidr(String text) {
        String[] parts = cidr(text).split("/", -1);
        boolean v6 = isIpv6(parts[0]);
        return (v6 || parts[0].matches(IPV4))
                && parts.length == 2
                && parts[1].matches("\\d{1,3}")
                && Integer.parseInt(parts[1]) <= (v6 ? 128 : 32)
                && Integer.parseInt(parts[1]) >= (v6 ? lowestPrefix(parts[0]) : 0);
    }

    /** Below that a block in the IPv6 form of IPv4 would hold more than IPv4. */
    private static int lowestPrefix(String ipv6) {
        return bytes(ipv6) == 4 ? 96 : 0;
    }

    private static boolean isIpv6(String text) {
        return text.contains(":") && text.matches("[0-9A-Fa-f:.]+") && bytes(text) > 0;
    }

    /** 16, 4 for an IPv4 address in its IPv6 form, 0 for what is no address. */
    private static int bytes(String text) {
        try {
            // never asks a name server: a text with a colon is a literal or an error
            return InetAddress.getByName(text).getAddress().length;
        } catch (UnknownHostException e) {
            return 0;
        }
    }

    private static Optional<String> wrongUrl(String text) {
        URI url;
        try {
            // names of containers may hold an underscore, in which java.net.URI finds no host
            url = new URI(text.replace('_', 'x'));
        } catch (URISyntaxException e) {
            return Optional.of("it is no URL: " + e.getReason());
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        return complainUnless(scheme.equals("https") || scheme.equals("http"), "it must start with https:// or http://")
                .or(() -> complainUnless(
                        url.getHost() != null && url.getPort() <= 65_535, "it has no valid host and port"))
                .or(() -> complainUnless(url.getRawUserInfo() == null, "it must not hold a user or password"))
                .or(() -> complainUnless(
                        url.getRawQuery() == null && url.getRawFragment() == null,
                        "it must have neither query nor fragment"));
    }
}
