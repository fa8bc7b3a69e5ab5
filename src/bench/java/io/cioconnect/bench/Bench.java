package io.cioconnect.bench;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ChildJvms;
import io.cioconnect.it.harness.Nodes;
import java.io.IOException;
import java.util.Map;

/** The end-to-end runner: receivers, then lists, then an idle connector. Prints as it goes and leaves a report in target/bench. */
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("it.long.lived", "true");
        var settings = Settings.read();
        var report = new Report(BuildOutput.directory().resolve("bench"), settings);
        try (Nodes nodes = new ChildJvms();
                Broker broker = nodes.broker("bench-broker", Map.of("num.partitions", "1"));
                Children children = new Children()) {
            broker.start();
            if (settings.measures("receivers")) {
                new Receivers(nodes, broker, children, settings, report).run();
            }
            if (settings.measures("lists")) {
                new Lists(nodes, broker, children, settings, report).run();
            }
        }
        report.write();
    }
}
