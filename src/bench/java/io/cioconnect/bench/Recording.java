package io.cioconnect.bench;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.WorkerSettings;
import java.nio.file.Path;

/** With {@code -Dbench.profile=true} each worker leaves a flight recording in target/bench, and the figures are somewhat lower. */
final class Recording {
    private Recording() {}

    static WorkerSettings of(String name, WorkerSettings worker) {
        Path recording = BuildOutput.directory().resolve("bench").resolve(name + ".jfr");
        return Boolean.getBoolean("bench.profile")
                ? worker.withJvmOption(
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording)
                : worker;
    }
}
