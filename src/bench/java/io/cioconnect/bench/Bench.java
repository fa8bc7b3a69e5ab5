package io.cioconnect.bench;

import io.cioconnect.it.harness.Broker;
import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ChildJvms;
import io.cioconnect.it.harness.Nodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The end-to-end runner: receivers, lists, an idle connector, settings, growth. Prints as it goes and leaves a report in target/bench. */
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("it.long.lived", "true");
        var settings = Settings.read();
        if (settings.measures("pieces")) {
            pieces();
        }
        var report = new Report(BuildOutput.directory().resolve("bench"), settings);
        if (settings.measures("growth")) {
            new Growth(report).run();
        }
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
            if (settings.measures("settings")) {
                new Variants(nodes, broker, settings, report).run();
            }
            if (settings.measures("idle")) {
                new Idle(nodes, broker, settings, report).run();
            }
        }
        report.write();
    }

    /** JMH's figures for the hot pieces, printed and left in target/bench. */
    private static void pieces() throws IOException, RunnerException {
        Path directory = Files.createDirectories(BuildOutput.directory().resolve("bench"));
        new Runner(new OptionsBuilder()
                        .include("Pieces\\.")
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .result(directory.resolve("pieces.csv").toString())
                        .resultFormat(ResultFormatType.CSV)
                        .build())
                .run();
    }
}
