package io.cioconnect.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** The {@code Retry-After} header: seconds, whole or not, or a date in any of the three forms of HTTP. */
final class RetryAfter {
    /** What {@link Transport} calls the header, so that the HTTP library does not act on it: all waiting is ours. */
    static final String RENAMED = "X-CioConnect-Retry-After";

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,30})(?:\\.([0-9]{0,30}))?");

    private RetryAfter() {}

    /** Whether OkHttp accepts the value in a header that we set. */
    static boolean isPrintable(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Between a second and five minutes, rounded up; of several values the longest. Empty when the header is missing or makes no sense. */
    static Optional<Duration> of(Headers headers, Instant now) {
        Optional<Duration> longest = Optional.empty();
        for (String value : headers.values(RENAMED)) {
            for (Duration wish : wishes(value.strip(), now)) {
                Duration wait = capped(wish);
                longest = Optional.of(
                        longest.filter(other -> other.compareTo(wait) > 0).orElse(wait));
            }
        }
        return longest;
    }

    /** A date holds a comma itself, so it is not cut at commas. */
    private static List<Duration> wishes(String value, Instant now) {
        Date date = Headers.of("Date", value).getDate("Date");
        if (date != null) {
            return List.of(Duration.between(now, date.toInstant()));
        }
        return Arrays.stream(value.split(",", -1))
                .map(part -> SECONDS.matcher(part.strip()))
                .filter(Matcher::matches)
                .map(RetryAfter::seconds)
                .toList();
    }

    private static Duration seconds(Matcher number) {
        if (number.group(1).length() > 9) {
            return LONGEST;
        }
        boolean hasFraction = number.group(2) != null && !number.group(2).matches("0*");
        return Duration.ofSeconds(Long.parseLong(number.group(1)) + (hasFraction ? 1 : 0));
    }

    private static Duration capped(Duration wish) {
        if (wish.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
