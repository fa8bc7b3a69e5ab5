package io.cioconnect.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What webhooks do not tell, and how it gets into the warehouse all the same: the history before the first webhook; webhooks that are lost on
 * purpose for a while; and their events, which come back from the API. Each chapter begins when the one before has landed. For one thread.
 */
final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A quarter of the day goes by before webhooks are lost, and they are lost for another. */
    private static final int PARTS = 4;

    private final SimulatedDay day;
    private final Landed landed;
    private final List<String> eventTables;
    private Chapter chapter = Chapter.HISTORY;
    private Instant begun = Instant.EPOCH; // this and the next two by the clock of the day
    private Instant lossBegan = Instant.EPOCH;
    private Instant lossEnded = Instant.EPOCH;

    private enum Chapter {
        HISTORY,
        EVENTS,
        LOSS,
        RETURN,
        END
    }

    Story(SimulatedDay day, Landed landed, List<String> eventTables) {
        this.day = day;
        this.landed = landed;
        this.eventTables = List.copyOf(eventTables);
    }

    /** How long webhooks are lost, and how often deliveries should be read again: so the loss can be seen for a while. */
    static Duration rescanInterval(Duration dayLasts) {
        return dayLasts.dividedBy(PARTS);
    }

    boolean isOver() {
        return chapter == Chapter.END;
    }

    /** Whether webhooks are lost now. */
    boolean isLosing() {
        return chapter == Chapter.LOSS;
    }

    /** Lets time pass, and begins the next chapter when its time has come. */
    void tick() {
        day.tick();
        Instant now = day.now();
        switch (chapter) {
            case HISTORY -> {
                if (landed.rows("deliveries") >= SimulatedDay.HISTORY) {
                    begun = now;
                    day.begin();
                    chapter = Chapter.EVENTS;
                }
            }
            case EVENTS -> {
                if (filled() == eventTables.size() && isQuarterAfter(begun, now)) {
                    landed.completeEvents();
                    lossBegan = now;
                    day.lose(true);
                    chapter = Chapter.LOSS;
                }
            }
            case LOSS -> {
                if (isQuarterAfter(lossBegan, now) && !day.lost().isEmpty()) {
                    lossEnded = now;
                    day.lose(false);
                    chapter = Chapter.RETURN;
                }
            }
            case RETURN -> chapter = returned() == day.lost().size() ? Chapter.END : Chapter.RETURN;
            case END -> {
                // the simulated workspace lives on
            }
        }
    }

    private static boolean isQuarterAfter(Instant start, Instant now) {
        return !now.isBefore(start.plus(SimulatedDay.LENGTH.dividedBy(PARTS)));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("In the simulated Customer.io it is " + TIME.format(day.now()) + " UTC; 12 hours pass there in "
                + day.lasts().toSeconds() + " seconds.");
        lines.add(line(Chapter.HISTORY, "history", history()));
        lines.add(line(Chapter.EVENTS, "events", events()));
        lines.add(line(Chapter.LOSS, "loss", loss()));
        lines.add(line(Chapter.RETURN, "return", comingBack()));
        return lines;
    }

    private String line(Chapter its, String title, String text) {
        String state = its == chapter ? "now " : its.compareTo(chapter) < 0 ? "done" : "";
        return String.format(Locale.ROOT, " %4s  %-8s %s", state, title, text);
    }

    private String history() {
        return Math.min(landed.rows("deliveries"), SimulatedDay.HISTORY) + " of " + SimulatedDay.HISTORY
                + " messages from before the first webhook are here, read from the API";
    }

    private String events() {
        long events = eventTables.stream().mapToLong(landed::rows).sum();
        return events + " events came by webhook, into " + filled() + " of " + eventTables.size() + " event tables";
    }

    private long filled() {
        return eventTables.stream().filter(table -> landed.rows(table) > 0).count();
    }

    private String loss() {
        int lost = day.lost().size();
        return switch (chapter) {
            case HISTORY, EVENTS -> "then Customer.io sends no webhook for three hours, on purpose";
            case LOSS -> "since " + TIME.format(lossBegan) + " no webhook is sent, on purpose; events lost: " + lost;
            case RETURN, END ->
                "from " + TIME.format(lossBegan) + " to " + TIME.format(lossEnded)
                        + " no webhook was sent, on purpose; events lost: " + lost;
        };
    }

    private String comingBack() {
        int lost = day.lost().size();
        long returned = chapter.compareTo(Chapter.LOSS) < 0 ? 0 : returned();
        String every = "every " + rescanInterval(day.lasts()).toSeconds() + " s";
        return switch (chapter) {
            case HISTORY, EVENTS -> "and the connector, which reads the API again " + every + ", fills the gap";
            case LOSS, RETURN ->
                "the gap has " + (lost - returned) + " events; " + returned + " are back from the API, which is read "
                        + every;
            case END -> "the gap is closed: all " + lost + " events are back from the API";
        };
    }

    /** Events that were lost, and are in the warehouse by now. */
    private long returned() {
        Set<String> fromApi = landed.fromApi(begun);
        return day.lost().stream()
                .filter(event -> fromApi.contains(event.deliveryId() + " " + event.metric()))
                .count();
    }
}
