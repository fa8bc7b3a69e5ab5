package io.cioconnect.status;

import io.cioconnect.status.ConnectorStatus.Events;
import io.cioconnect.status.ConnectorStatus.Pass;
import io.cioconnect.status.ConnectorStatus.Receiver;
import io.cioconnect.status.ConnectorStatus.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The status for people: one page without script, which loads nothing and asks for itself again once in a while. */
public final class StatusPage {
    private static final int RELOAD_SECONDS = 30;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String STYLE = style();

    private final Html html = new Html();

    private StatusPage() {}

    /**
     * The whole of it.
     *
     * @param connectors by name; empty where no task receives now, or could not tell
     */
    public static String of(Map<String, Optional<ConnectorStatus>> connectors) {
        var page = new StatusPage();
        page.head();
        if (connectors.isEmpty()) {
            page.html.element("h1", "Customer.io connectors");
            page.html.element(
                    "p", "No task receives on this port. Look at GET /connectors/<name>/status of the worker.");
        }
        connectors.forEach((name, status) -> status.ifPresentOrElse(
                known -> page.connector(name, known),
                () -> page.html
                        .element("h1", name)
                        .element(
                                "p",
                                "No task of this connector receives on this worker now, or its status could not be read. Where none"
                                        + " receives, its deliveries are answered 503. GET /connectors/<name>/status of the worker shows its"
                                        + " tasks.")));
        page.html.element("footer", "This page reloads every " + RELOAD_SECONDS + " s. Programs get the same as JSON.");
        return page.html.end();
    }

    private void head() {
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "http-equiv", "refresh", "content", String.valueOf(RELOAD_SECONDS));
        html.empty("link", "rel", "icon", "href", "data:,");
        html.element("title", "Customer.io connector").style(STYLE).close();
        html.open("body");
    }

    private void connector(String name, ConnectorStatus status) {
        html.open("main").open("header").element("h1", name);
        html.element("p", "Customer.io source connector " + status.version() + " · " + CLOCK.format(status.at()));
        html.close();
        problems(Problem.of(status));
        receivers(status);
        if (!status.tables().isEmpty()) {
            tables(status);
        }
        status.deliveries().ifPresent(deliveries -> deliveries(deliveries, status.at()));
        if (!status.events().isEmpty()) {
            events(status);
        }
        section("Tasks").open("ol", "start", "0", "class", "tasks");
        status.tasks().forEach(task -> html.element("li", task));
        html.close().close().close();
    }

    private Html section(String title) {
        return html.open("section", "id", title.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .element("h2", title);
    }

    private void problems(List<Problem> problems) {
        if (problems.isEmpty()) {
            html.element("p", "No problems.", "class", "well");
            return;
        }
        section(problems.size() == 1 ? "Problem" : "Problems").open("ul", "class", "problems");
        for (Problem problem : problems) {
            html.open("li")
                    .element("strong", problem.what())
                    .element("p", problem.remedy())
                    .close();
        }
        html.close().close();
    }

    private void receivers(ConnectorStatus status) {
        section("Receiving").open("dl");
        fact("Registration", status.registration().state());
        if (!status.registration().needsAttention()
                && !status.registration().detail().isEmpty()) {
            fact("Detail", status.registration().detail());
        }
        html.close();
        for (Receiver receiver : status.receivers()) {
            html.open("dl");
            fact(
                    "Receiver " + receiver.number(),
                    receiver.ready() ? "ready" : receiver.bound() ? "not ready" : "no port");
            latency(receiver.latency());
            fact("Waiting for Kafka", Text.number(receiver.inFlight()));
            fact("Refused, last hour", refused(receiver.refusedLastHour()));
            if (receiver.certificateDaysLeft() >= 0) {
                fact("Certificate ends in", Text.count(receiver.certificateDaysLeft(), "day", "days"));
            }
            html.close();
        }
        html.close();
    }

    private void latency(ConnectorStatus.Latency latency) {
        html.open("div").element("dt", "Answer 200 after, last minute").open("dd");
        html.text("median " + Text.number(latency.p50()) + ", 99 % " + Text.number(latency.p99()) + ", longest "
                + Text.number(latency.max()) + " of " + Text.number(Problem.DEADLINE_MILLIS) + " ms ");
        html.element(
                "meter",
                "",
                "max",
                String.valueOf(Problem.DEADLINE_MILLIS),
                "high",
                String.valueOf(Problem.SLOW_MILLIS),
                "value",
                String.valueOf(latency.max()));
        html.close().close();
    }

    private static String refused(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey().replace('_', ' ') + " " + Text.number(count.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private void tables(ConnectorStatus status) {
        section("Tables").open("table");
        columns("Table", "Last pass", "Took", "Rows", "Changed", "Deleted", "Next pass");
        for (Table table : status.tables()) {
            boolean wrong = table.failure().isPresent() || table.stale();
            html.open("tr", "class", wrong ? "wrong" : "right").element("th", table.name(), "scope", "row");
            Optional<Pass> last = table.last();
            time(
                    "Last pass",
                    last.map(Pass::finishedAt),
                    finished -> Text.when(finished, status.at()),
                    table.failure().isPresent() ? "failing" : "none yet");
            cell(
                    "Took",
                    last.map(pass -> Text.duration(Duration.between(pass.startedAt(), pass.finishedAt())))
                            .orElse(""));
            cell("Rows", last.map(pass -> Text.number(pass.rows())).orElse(""));
            cell("Changed", last.map(pass -> known(pass.changed())).orElse(""));
            cell(
                    "Deleted",
                    last.map(pass -> known(pass.deleted())).orElse("")
                            + (table.deletesDeferred() > 0
                                    ? " (" + Text.number(table.deletesDeferred()) + " held)"
                                    : ""));
            time("Next pass", table.nextPass(), next -> Text.in(next, status.at()), "");
            html.close();
        }
        html.close().close().close();
    }

    private void deliveries(DeliveryReads deliveries, Instant now) {
        section("Deliveries").open("dl");
        deliveries
                .rows()
                .forEach((table, known) -> fact(
                        table,
                        known.map(rows -> Text.number(rows.listed()) + " listed, " + Text.number(rows.written())
                                        + " written since the task started")
                                .orElse("read in another worker")));
        deliveries.nextRead().ifPresent(next -> fact("Next read", Text.in(next, now)));
        html.close().open("table");
        columns("Read", "Last began", "Every", "Reads", "Done");
        read(deliveries.first(), now);
        deliveries.rescans().forEach(rescan -> read(rescan, now));
        html.close().close().close();
    }

    private void read(DeliveryReads.Read read, Instant now) {
        html.open("tr").element("th", read.name(), "scope", "row");
        time("Last began", read.lastStartedAt(), began -> Text.when(began, now), "none yet");
        cell("Every", read.interval().isZero() ? "" : Text.duration(read.interval()));
        cell(
                "Reads",
                read.underway()
                        .map(window -> DAY.format(window.from()) + " to " + DAY.format(window.to()))
                        .orElse(""));
        cell(
                "Done",
                read.underway()
                        .map(part -> part.percent() + " % since " + DAY.format(part.since()))
                        .orElse(""));
        html.close();
    }

    private void events(ConnectorStatus status) {
        section("Events").open("table");
        columns("Table", "Last event", "Since start", "In Kafka", "Last hour", "");
        for (Events table : status.events()) {
            html.open("tr", "class", table.isQuarantine() ? "wrong" : "right")
                    .element("th", table.name(), "scope", "row");
            time("Last event", table.last(), last -> Text.when(last, status.at()), "none yet");
            cell("Since start", Text.number(table.verified()));
            cell("In Kafka", Text.number(table.acknowledged()));
            cell("Last hour", table.perMinute().isEmpty() ? "" : Text.number(table.lastHour()));
            html.open("td", "class", "spark");
            Sparkline.draw(html, table.perMinute());
            html.close().close();
        }
        html.close().close().close();
    }

    private void columns(String... names) {
        html.open("thead").open("tr");
        for (String name : names) {
            html.element("th", name, "scope", "col");
        }
        html.close().close().open("tbody");
    }

    private void cell(String name, String text) {
        html.element("td", text, "data-name", name);
    }

    /** @param words the time as people say it; all of it is shown on request */
    private void time(String name, Optional<Instant> time, Function<Instant, String> words, String otherwise) {
        html.open("td", "data-name", name);
        time.ifPresentOrElse(
                then -> html.element(
                        "time", words.apply(then), "datetime", then.toString(), "title", CLOCK.format(then)),
                () -> html.text(otherwise));
        html.close();
    }

    private static String known(long count) {
        return count < 0 ? "" : Text.number(count);
    }

    private static String style() {
        try (InputStream in = StatusPage.class.getResourceAsStream("status.css")) {
            return new String(Objects.requireNonNull(in, "status.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("status.css cannot be read from the plugin's jar", e);
        }
    }
}
