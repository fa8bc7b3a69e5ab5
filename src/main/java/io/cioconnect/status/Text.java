package io.cioconnect.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers and times as people say them. */
final class Text {
    private Text() {}

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String one, String several) {
        return number(number) + " " + (number == 1 ? one : several);
    }

    static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        return age.toSeconds() < 1 ? "just now" : duration(age) + " ago";
    }

    static String in(Instant then, Instant now) {
        Duration wait = Duration.between(now, then);
        return wait.toSeconds() < 1 ? "now" : "in " + duration(wait);
    }

    /** How long ago, or for what lies ahead (the clocks of two workers differ) in how long. */
    static String when(Instant then, Instant now) {
        return then.isAfter(now) ? in(then, now) : ago(then, now);
    }

    /** The two largest units, such as {@code 2 h 5 min}. A negative one counts as zero: the clock was set back meanwhile. */
    static String duration(Duration duration) {
        Duration taken = duration.isNegative() ? Duration.ZERO : duration;
        long seconds = taken.toSeconds();
        if (seconds < 60) {
            return seconds < 1 ? taken.toMillis() + " ms" : seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds < 600 && seconds % 60 > 0 ? " " + seconds % 60 + " s" : "");
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, " min");
        }
        return seconds / 86_400 + " d" + rest(seconds % 86_400 / 3_600, " h");
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }
}
