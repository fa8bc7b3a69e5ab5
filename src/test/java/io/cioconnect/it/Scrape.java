package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.metrics.Metric;
import io.cioconnect.metrics.MetricGroup;
import io.cioconnect.testing.MonitoringFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JMX exporter of a worker gives Prometheus.
 *
 * @param values by metric and labels, the labels in order of their names
 */
record Scrape(Map<String, Double> values) {
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Scrape of(int port) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Map<String, Double> values = new HashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            Set<String> labels = new TreeSet<>();
            if (line.group(2) != null) {
                Matcher label = LABEL.matcher(line.group(2));
                while (label.find()) {
                    labels.add(label.group(1) + "=" + label.group(2));
                }
            }
            values.put(line.group(1) + labels, Double.valueOf(line.group(3)));
        }
        return new Scrape(values);
    }

    double value(String metric, String... labels) {
        String name = metric + new TreeSet<>(Set.of(labels));
        assertThat(values).containsKey(name);
        return values.get(name);
    }

    Set<String> metrics() {
        Set<String> metrics = new TreeSet<>();
        values.keySet().forEach(name -> metrics.add(name.substring(0, name.indexOf('['))));
        return metrics;
    }

    /** Every attribute of every MBean is a metric, and what alerts and dashboard ask for is among them. */
    void assertComplete() throws IOException {
        Set<String> metrics = metrics();
        for (MetricGroup<?> group : MetricGroup.all()) {
            for (Metric<?> attribute : group.attributes()) {
                String name = "cioconnect_" + group.type() + "_" + snakeCase(attribute.name());
                assertThat(metrics)
                        .as("%s of %s", attribute.name(), group.type())
                        .containsAnyOf(name, name + "_total");
            }
        }
        assertThat(metrics).containsAll(MonitoringFiles.metricsAskedFor());
    }

    private static String snakeCase(String attribute) {
        return attribute.equals("RefusedByReason")
                ? "refused"
                : attribute.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
