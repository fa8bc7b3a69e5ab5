package io.cioconnect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the figures; writes a page of tables and, for each figure worth a look, a plot. */
final class Report {
    private final Path directory;
    private final Settings settings;
    private final Plots plots;
    private final List<Measurement> receivers = new ArrayList<>();
    private final List<String> lists = new ArrayList<>();
    private final Map<String, Map<Double, Double>> rowsPerSecond = new LinkedHashMap<>();
    private final Map<String, Map<Double, Double>> rowCpu = new LinkedHashMap<>();
    private final Map<String, String> sections = new LinkedHashMap<>();
    private final List<String> idle = new ArrayList<>();

    Report(Path directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
        this.plots = new Plots(directory);
    }

    void add(Measurement measurement) {
        receivers.add(measurement);
    }

    void add(int rows, ListPasses raw, ListPasses ours, HeapLog heap) {
        lists.add(String.format(
                Locale.ROOT,
                "| %,d | %,.0f | %,.0f | %.2f | %,.0f | %,.0f | %.2f | %.0f | %.0f | %.2f | %d | %d |",
                rows,
                ours.firstPerSecond(),
                raw.firstPerSecond(),
                ours.firstPerSecond() / raw.firstPerSecond(),
                ours.laterPerSecond(),
                raw.laterPerSecond(),
                ours.laterPerSecond() / raw.laterPerSecond(),
                ours.laterCpuMicros(),
                raw.laterCpuMicros(),
                ours.laterCpuMicros() / raw.laterCpuMicros(),
                heap.liveMegabytes(),
                heap.peakMegabytes()));
        point(rowsPerSecond, "connector", rows, ours.laterPerSecond());
        point(rowsPerSecond, "raw loop", rows, raw.laterPerSecond());
        point(rowCpu, "connector", rows, ours.laterCpuMicros());
        point(rowCpu, "raw loop", rows, raw.laterCpuMicros());
    }

    private static void point(Map<String, Map<Double, Double>> into, String series, int rows, double value) {
        into.computeIfAbsent(series, name -> new LinkedHashMap<>()).put((double) rows, value);
    }

    /** A part's own words and tables. */
    void section(String title, String text) {
        sections.put(title, text);
    }

    /** A picture of what grows, with a line for each series. */
    void plot(String file, String xAxis, String yAxis, Map<String, Map<Double, Double>> series) throws IOException {
        plots.lines(file, xAxis, yAxis, series);
    }

    /** Shares of a core. */
    void idle(double withConnector, double without) {
        idle.add(String.format(
                Locale.ROOT,
                "An idle worker used %.2f %% of a core with the connector and %.2f %% without it.%n",
                withConnector * 100,
                without * 100));
    }

    void write() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), page());
        bars("events-per-second", "events/s", Measurement::perSecond);
        bars("p99", "p99 in ms", Measurement::p99);
        bars("cpu", "CPU seconds per 10,000 events", Measurement::cpuSeconds);
        if (!lists.isEmpty()) {
            plots.lines("rows-per-second", "rows of the list", "rows/s, later passes", rowsPerSecond);
            plots.lines("rows-cpu", "rows of the list", "CPU µs per row, later passes", rowCpu);
        }
        System.out.println("Report: " + directory.resolve("report.md"));
    }

    private String page() {
        StringBuilder page = new StringBuilder(String.format(
                Locale.ROOT,
                "# Benchmark, %s%n%n%d cores, Java %s, %s %s; medians of %d rounds in turns, scale %s.%n%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                settings.rounds(),
                settings.scale()));
        if (!receivers.isEmpty()) {
            page.append("## Receivers\n\n")
                    .append("| load | receiver | events/s | of the ceiling | p50 ms | p99 ms | p99.9 ms | max ms | ")
                    .append(
                            "CPU s per 10,000 | of the ceiling | not 200 |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
            receivers.forEach(measurement -> page.append(line(measurement)));
            page.append('\n');
            receivers.stream()
                    .filter(Measurement::isTransactional)
                    .forEach(one -> page.append(String.format(
                            Locale.ROOT,
                            "- %s, %s: %.1f events a transaction%n",
                            one.target(),
                            one.load(),
                            one.eventsPerTransaction())));
            page.append('\n');
        }
        if (!lists.isEmpty()) {
            page.append("## Lists\n\n")
                    .append(
                            "| rows | first pass, rows/s | raw loop's first | ratio | later passes, rows/s | raw loop's | ratio | ")
                    .append("CPU µs per row, later | raw loop's | ratio | heap after collections, MB | before, MB |\n")
                    .append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
            lists.forEach(line -> page.append(line).append('\n'));
            page.append('\n');
        }
        sections.forEach((title, text) ->
                page.append("## ").append(title).append("\n\n").append(text).append('\n'));
        idle.forEach(page::append);
        return page.toString();
    }

    private String line(Measurement one) {
        Optional<Measurement> ceiling = receivers.stream()
                .filter(other -> other.load().equals(one.load())
                        && other.target()
                                .equals(one.target().endsWith("exactly once") ? "transactional ceiling" : "ceiling"))
                .findFirst();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.1f | %.1f | %.1f | %.0f | %.2f | %.2f | %d |%n",
                one.load(),
                one.target(),
                one.perSecond(),
                one.perSecond() / ceiling.map(Measurement::perSecond).orElse(Double.NaN),
                one.p50(),
                one.p99(),
                one.p999(),
                one.max(),
                one.cpuSeconds(),
                one.cpuSeconds() / ceiling.map(Measurement::cpuSeconds).orElse(Double.NaN),
                one.failed());
    }

    private interface Figure {
        double of(Measurement measurement);
    }

    private void bars(String file, String axis, Figure figure) throws IOException {
        if (receivers.isEmpty()) {
            return;
        }
        Set<String> loads = new LinkedHashSet<>();
        Set<String> targets = new LinkedHashSet<>();
        receivers.forEach(measurement -> {
            loads.add(measurement.load());
            targets.add(measurement.target());
        });
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (String target : targets) {
            series.put(
                    target,
                    loads.stream()
                            .map(load -> receivers.stream()
                                    .filter(one -> one.target().equals(target)
                                            && one.load().equals(load))
                                    .mapToDouble(figure::of)
                                    .findFirst()
                                    .orElse(0))
                            .toList());
        }
        plots.bars(file, axis, List.copyOf(loads), series);
    }
}
