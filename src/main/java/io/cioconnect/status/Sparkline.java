package io.cioconnect.status;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line of the last hour, one point per minute. */
final class Sparkline {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 24;

    private Sparkline() {}

    /** Draws nothing of nothing. */
    static void draw(Html html, List<Integer> perMinute) {
        if (perMinute.size() < 2) {
            return;
        }
        int highest = Math.max(1, Collections.max(perMinute));
        String points = IntStream.range(0, perMinute.size())
                .mapToObj(minute -> minute * WIDTH / (perMinute.size() - 1) + ","
                        + (HEIGHT - 1 - perMinute.get(minute) * (HEIGHT - 2) / highest))
                .collect(Collectors.joining(" "));
        html.open(
                        "svg",
                        "viewBox",
                        "0 0 " + WIDTH + " " + HEIGHT,
                        "width",
                        String.valueOf(WIDTH),
                        "height",
                        String.valueOf(HEIGHT),
                        "role",
                        "img",
                        "aria-label",
                        "events per minute of the last hour, at most " + Text.number(Collections.max(perMinute)))
                .open("polyline", "points", points)
                .close()
                .close();
    }
}
