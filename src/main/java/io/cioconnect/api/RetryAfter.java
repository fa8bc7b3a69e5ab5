package io.cioconnect.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Headers;

/** The {@code Retry-After} header: whole seconds, or a date in any of the three forms of HTTP. */
final class RetryAfter {
    private static final String NAME = "Retry-After";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** Between a second and five minutes; empty when the header is missing or makes no sense. */
    static Optional<Duration> of(Headers headers, Instant now) {
        String value = headers.get(NAME);
        if (value == null) {
            return Optional.empty();
        }
        if (value.strip().matches("[0-9]+")) {
            String digits = value.strip();
            return Optional.of(digits.length() > 9 ? LONGEST : capped(Duration.ofSeconds(Long.parseLong(digits))));
        }
        Date date = headers.getDate(NAME);
        return date == null ? Optional.empty() : Optional.of(capped(Duration.between(now, date.toInstant())));
    }

    private static Duration capped(Duration wish) {
        if (wish.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
