package io.cioconnect.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lies in {@code config/monitoring}: rules of the exporter, alerts and the dashboard. */
public final class MonitoringFiles {
    public static final Path DIRECTORY = Path.of("config", "monitoring").toAbsolutePath();
    public static final Path EXPORTER = DIRECTORY.resolve("jmx-exporter.yml");
    public static final Path ALERTS = DIRECTORY.resolve("alerts.yml");
    public static final Path DASHBOARD = DIRECTORY.resolve("dashboard.json");

    private static final Pattern ALERT_EXPRESSION = Pattern.compile("(?m)^ +expr: (.+)$");
    private static final Pattern METRIC = Pattern.compile("\\bcioconnect_\\w+");

    private MonitoringFiles() {}

    /** The expressions of the dashboard's panels, its variables filled in. */
    public static List<String> dashboardExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard().path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(
                        target.path("expr").asText().replace("$connector", ".*").replace("$__rate_interval", "5m"));
            }
        }
        return expressions;
    }

    public static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(DASHBOARD.toFile());
    }

    /** The metrics that alerts and dashboard ask for. */
    public static Set<String> metricsAskedFor() throws IOException {
        Set<String> metrics = new TreeSet<>();
        Matcher alerts = ALERT_EXPRESSION.matcher(Files.readString(ALERTS));
        while (alerts.find()) {
            addMetrics(metrics, alerts.group(1));
        }
        addMetrics(metrics, dashboard().toString());
        return metrics;
    }

    private static void addMetrics(Set<String> metrics, String text) {
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            metrics.add(metric.group());
        }
    }
}
