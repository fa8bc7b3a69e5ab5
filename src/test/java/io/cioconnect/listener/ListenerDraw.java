package io.cioconnect.listener;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.testing.WebhookSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Draws what is configured and done in a {@link ListenerRun}; mostly what makes connectors meet, and seldom what makes them useless. */
final class ListenerDraw {
    static final List<String> TOKENS = List.of("token-0000000000-a", "token-0000000000-b", "token-0000000000-c");

    private static final List<String> HOSTS = List.of("127.0.0.1", "0.0.0.0", "localhost");
    private static final String NOWHERE = "192.0.2.1"; // for documentation only (RFC 5737)
    private static final TlsConfig UNUSABLE = new TlsConfig("/nowhere", Optional.empty(), "PEM", Optional.empty());
    private static final List<Duration> KEEP_OPEN = List.of(
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ZERO,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofHours(36));
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(25));

    private final Random random;
    private final List<Integer> numbers;
    private final int health;
    private final Duration keepOpen;
    private final Map<String, String> hosts = new HashMap<>();

    ListenerDraw(Random random, List<Integer> numbers, int health) {
        this.random = random;
        this.numbers = numbers;
        this.health = health;
        this.keepOpen = oneOf(KEEP_OPEN);
    }

    static boolean isUsable(String host) {
        return !host.equals(NOWHERE);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    Duration pause() {
        return oneOf(PAUSES);
    }

    /** A connector keeps its own: {@link OverlappingPortsTest} has those that change theirs. */
    private String host(String connector) {
        return hosts.computeIfAbsent(connector, name -> random.nextInt(4) == 0 ? oneOf(HOSTS) : HOSTS.get(0));
    }

    /** What most connectors of a run have. */
    WebhookSettings usual(String connector) {
        return WebhookSettings.valid()
                .host(host(connector))
                .path("/w/" + connector)
                .port(numbers.get(0))
                .keepOpen(keepOpen);
    }

    WebhookSettings changed(WebhookSettings settings, String connector) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> settings;
            case 3 -> random.nextInt(3) == 0 ? settings.host(NOWHERE) : settings.host(host(connector));
            case 4, 5 -> settings.path(oneOf(List.of("/w", "/w/shared", "/w/" + connector, "/w/" + connector + "/x")));
            case 6 -> settings.port(oneOf(numbers));
            case 7 -> settings.tokens(TOKENS.get(0));
            case 8 -> settings.tokens(TOKENS.get(0), TOKENS.get(1));
            case 9 -> settings.tokens(TOKENS.get(1));
            case 10 -> settings.tokens();
            case 11 -> settings.limits(random.nextBoolean() ? 512 : 100, 64L << 20);
            case 12 -> settings.keepOpen(oneOf(KEEP_OPEN));
            case 13 ->
                settings.addresses(
                        List.of(), oneOf(List.of(List.of(), List.of("127.0.0.0/8"), List.of("192.0.2.0/24"))));
            case 14 -> random.nextInt(3) == 0 ? settings.tls(UNUSABLE) : usual(connector);
            default -> random.nextBoolean() ? settings.healthPort(health) : usual(connector);
        };
    }
}
