package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cioconnect.testing.MonitoringFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboard as Prometheus reads them. That their metrics exist, and what they show, MetricsIT tests on a real worker. */
class MonitoringTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final int MOST_ALERTS = 10;

    @TempDir
    Path directory;

    @Test
    void theAlertsAreFewAndEachSaysWhatToDo() throws IOException {
        String alerts = Files.readString(MonitoringFiles.ALERTS);

        int count = count(alerts, "- alert: CustomerIo\\w+");
        assertThat(count).isBetween(1, MOST_ALERTS);
        assertThat(count(alerts, "action: \"[^\"]{40,}\"")).isEqualTo(count);
        assertThat(count(alerts, "summary: \"[^\"]{20,}\"")).isEqualTo(count);
    }

    @Test
    void everyAlertIsTested() throws Exception {
        String tests = Files.readString(copyOfTests());
        Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(MonitoringFiles.ALERTS))
                .results()
                .forEach(alert -> assertThat(tests).contains("ALERTS{alertname=\"" + alert.group(1) + "\""));
    }

    @Test
    void theAlertsFireWhenTheyShallAndEnd() throws Exception {
        assumePromtool();
        Files.copy(MonitoringFiles.ALERTS, directory.resolve("alerts.yml"));

        promtool("check", "rules", "alerts.yml");
        promtool("test", "rules", copyOfTests().getFileName().toString());
    }

    @Test
    void theExpressionsOfTheDashboardAreUnderstood() throws Exception {
        assumePromtool();
        List<String> rules = new ArrayList<>(List.of("groups:", "  - name: dashboard", "    rules:"));
        List<String> expressions = MonitoringFiles.dashboardExpressions();
        for (int i = 0; i < expressions.size(); i++) {
            rules.add("      - record: panel_" + i);
            rules.add("        expr: '" + expressions.get(i) + "'");
        }
        Files.write(directory.resolve("dashboard.yml"), rules);

        assertThat(promtool("check", "rules", "dashboard.yml")).contains(expressions.size() + " rules found");
    }

    @Test
    void thePanelsOfTheDashboardLieBesideEachOther() throws IOException {
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode panel : MonitoringFiles.dashboard().path("panels")) {
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (JsonNode other : seen) {
                boolean beside = apart(place, other, "x", "w") || apart(place, other, "y", "h");
                assertThat(beside).as("%s", panel.path("title")).isTrue();
            }
            seen.add(place);
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    private static boolean apart(JsonNode one, JsonNode other, String start, String size) {
        return one.path(start).asInt() + one.path(size).asInt()
                        <= other.path(start).asInt()
                || other.path(start).asInt() + other.path(size).asInt()
                        <= one.path(start).asInt();
    }

    private Path copyOfTests() throws Exception {
        Path copy = directory.resolve("alerts_test.yml");
        if (!Files.exists(copy)) {
            try (var tests = MonitoringTest.class.getResourceAsStream("/monitoring/alerts_test.yml")) {
                Files.copy(tests, copy);
            }
        }
        return copy;
    }

    private static void assumePromtool() {
        assumeTrue(Files.isExecutable(PROMTOOL), "Prometheus is not installed");
    }

    private String promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(output).isZero();
        return output;
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }
}
