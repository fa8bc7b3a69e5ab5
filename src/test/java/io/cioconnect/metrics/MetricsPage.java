package io.cioconnect.metrics;

import java.util.Arrays;

/** Writes the page of the documentation that lists every MBean and attribute, from their descriptions. */
final class MetricsPage {
    private static final String HEAD = """
            # Metrics

            <!-- Generated from the descriptions in the code by MetricsPageTest: mvn test -Dtest=MetricsPageTest -Dreference.write -->

            MBeans of the domain `io.cioconnect`, the same on Kafka Connect 3.9 and 4.x. Each is on the worker that runs the task, from the
            start of the task to its end; counts begin with the task. A connector's name with other characters than letters, digits, `_`, `-`,
            `%`, `.` and blanks is quoted, as in Kafka's own MBeans. Of two tasks of one name in a JVM, such as one that Connect has
            cancelled and its successor, the newer one is shown.

            Units and texts are in the MBeans too: the attributes' descriptions, and `units` in their descriptors. Percentiles are right to 3 %.
            """;

    private MetricsPage() {}

    static String text() {
        var page = new StringBuilder(HEAD);
        MetricGroup.all().forEach(group -> group(page, group));
        page.append("\n### RefusedByReason\n\n| item | meaning |\n|---|---|\n");
        Arrays.stream(Refusal.values())
                .forEach(reason -> page.append("| `" + reason.reason() + "` | " + reason.text() + " |\n"));
        return page.toString();
    }

    private static void group(StringBuilder page, MetricGroup<?> group) {
        String key = group.key().isEmpty() ? "" : "," + group.key() + "=<" + group.key() + ">";
        page.append("\n## ").append(group.type()).append("\n\n");
        page.append("`io.cioconnect:type=" + group.type() + ",connector=<connector>" + key + "`. ");
        page.append(group.text()).append(".\n\n| attribute | unit | meaning |\n|---|---|---|\n");
        group.attributes()
                .forEach(metric ->
                        page.append("| `" + metric.name() + "` | " + metric.unit() + " | " + metric.text() + " |\n"));
    }
}
