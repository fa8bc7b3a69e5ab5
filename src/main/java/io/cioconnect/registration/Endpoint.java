package io.cioconnect.registration;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a URL leads, without what may be spelt in several ways: case of scheme and host, default port, user, query, a last slash, and
 * percent-encoding. Two URLs with equal endpoints are answered by the same receiver.
 *
 * @param port the scheme's own one where the URL has none
 * @param path decoded segments
 */
record Endpoint(String scheme, String host, int port, List<String> path) {
    private static final Pattern URL = Pattern.compile(
            "\\s*(https?)://(?:[^/?#]*@)?(\\[[^\\]/?#]*]|[^/?#:]*)(?::(\\d{0,5}))?([^?#]*)(?:[?#].*)?",
            Pattern.CASE_INSENSITIVE);

    /** Not {@link java.net.URI}, which finds no host in a name with an underscore and fails on masks. */
    static Optional<Endpoint> of(String url) {
        Matcher matcher = URL.matcher(url.stripTrailing());
        if (!matcher.matches() || matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String port = matcher.group(3);
        int defaultPort = scheme.equals("https") ? 443 : 80;
        return Optional.of(new Endpoint(
                scheme,
                matcher.group(2).toLowerCase(Locale.ROOT),
                port == null || port.isEmpty() ? defaultPort : Integer.parseInt(port),
                segments(matcher.group(4))));
    }

    /** The same but for the case of the path. */
    boolean isLike(Endpoint other) {
        return inLowerCase().equals(other.inLowerCase());
    }

    /** Without the last segment of its path. */
    Endpoint parent() {
        return new Endpoint(scheme, host, port, path.subList(0, path.size() - 1));
    }

    private Endpoint inLowerCase() {
        return new Endpoint(
                scheme,
                host,
                port,
                path.stream().map(segment -> segment.toLowerCase(Locale.ROOT)).toList());
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
            segments.add(decoded(segment));
        }
        if (segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        return List.copyOf(segments);
    }

    /** One character for each byte, which is enough to compare. */
    private static String decoded(String segment) {
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        var plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                plain.write(high * 16 + low);
                i += 2;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.ISO_8859_1);
    }
}
