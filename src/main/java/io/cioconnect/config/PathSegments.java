package io.cioconnect.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A path cut at its slashes, each segment percent-decoded once. Paths are compared this way and never normalised: an encoded
 * slash, a dot segment, a path parameter or a doubled slash is a different path, not another spelling of the same one.
 *
 * @param segments one character per decoded byte, so that no two different paths look alike
 */
public record PathSegments(List<String> segments) {
    /** What a port itself answers to; no connector can listen there. */
    private static final Set<String> RESERVED = Set.of("", "healthz", "readyz", "status");

    public PathSegments {
        segments = List.copyOf(segments);
    }

    /** The path as it stood on the wire; one trailing slash is ignored. Empty when it is not an absolute path. */
    public static Optional<PathSegments> parse(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return Optional.empty();
        }
        String path =
                rawPath.length() > 1 && rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        var segments = new ArrayList<String>();
        for (String segment : path.substring(1).split("/", -1)) {
            Optional<String> decoded = decode(segment);
            if (decoded.isEmpty()) {
                return Optional.empty();
            }
            segments.add(decoded.get());
        }
        return Optional.of(new PathSegments(segments));
    }

    public String last() {
        return segments.get(segments.size() - 1);
    }

    /** Whether it has this segment and no other. */
    public boolean isOnly(String segment) {
        return segments.size() == 1 && last().equals(segment);
    }

    /** Whether it is the root or one of the port's own paths, such as {@code /healthz}. */
    public boolean isReserved() {
        return segments.size() == 1 && RESERVED.contains(last());
    }

    public PathSegments withoutLast() {
        return new PathSegments(segments.subList(0, segments.size() - 1));
    }

    private static Optional<String> decode(String segment) {
        if (isPlain(segment)) {
            return Optional.of(segment);
        }
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        var decoded = new StringBuilder(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int value = raw[i] & 0xff;
            if (value == '%') {
                if (i + 2 >= raw.length) {
                    return Optional.empty();
                }
                value = Character.digit(raw[i + 1], 16) * 16 + Character.digit(raw[i + 2], 16);
                if (Character.digit(raw[i + 1], 16) < 0 || Character.digit(raw[i + 2], 16) < 0) {
                    return Optional.empty();
                }
                i += 2;
            }
            decoded.append((char) value);
        }
        return Optional.of(decoded.toString());
    }

    /** As nearly every segment is: no need to decode anything. */
    private static boolean isPlain(String segment) {
        for (int at = 0; at < segment.length(); at++) {
            if (segment.charAt(at) == '%' || segment.charAt(at) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
