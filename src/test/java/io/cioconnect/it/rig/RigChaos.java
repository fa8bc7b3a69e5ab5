package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.KafkaRelease;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Faults drawn from a seed meet a connector under load, and a checker judges it at rest. {@code -Dchaos.seed}, {@code -Dchaos.minutes}, {@code
 * -Dchaos.mode=alo|eos}, {@code -Dchaos.release=current|previous} and {@code -Dchaos.faults} (the only kinds to draw, comma separated) make it
 * another run. History and judgement stay in target/rig.
 */
@ExtendWith(KafkaExtension.class)
final class RigChaos {
    private static final long SEED = 20_261_128;
    private static final int FAULTS = 12;
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final int FAULTS_A_MINUTE = 40;

    @Test
    void keepsItsPromisesUnderFaultsDrawnFromASeed(SharedKafka kafka) throws IOException {
        long seed = Long.parseLong(property("chaos.seed", Long.toString(SEED)));
        int minutes = Integer.parseInt(property("chaos.minutes", "0"));
        Path directory = BuildOutput.directory().resolve("rig").resolve("seed-" + seed);
        try (Rig rig = new Rig(kafka, settings(kafka, seed), seed, directory)) {
            Hunt hunt = new Hunt(rig);
            Schedule schedule =
                    Schedule.drawn(seed, kinds(hunt.kindNames()), minutes == 0 ? FAULTS : minutes * FAULTS_A_MINUTE);
            hunt.start();
            rig.vitals.remember();
            hunt.run(schedule, minutes == 0 ? SHORT : Duration.ofMinutes(minutes));
            hunt.rest();
            Judgement judgement = new Judge(rig, hunt.cuts(), hunt.moves()).judge(hunt.violations());
            List<String> leaks = rig.vitals.leaks();
            String text = judgement.text(schedule, hunt.injected(), leaks);
            System.out.println(text);
            Files.writeString(directory.resolve("judgement.txt"), text);
            assertThat(judgement.violations())
                    .as("history in %s", rig.history.file())
                    .isEmpty();
            assertThat(leaks).as("C12").isEmpty();
        }
    }

    private static WorkerSettings settings(SharedKafka kafka, long seed) {
        WorkerSettings settings = WorkerSettings.named(kafka.unique("rig-" + seed));
        if (property("chaos.release", "current").equals("previous")) {
            settings = settings.on(KafkaRelease.PREVIOUS);
        }
        return property("chaos.mode", "alo").equals("eos") ? settings.withExactlyOnce() : settings;
    }

    private static List<String> kinds(List<String> all) {
        List<String> wanted =
                List.of(property("chaos.faults", String.join(",", all)).split(","));
        assertThat(all).as("kinds of faults").containsAll(wanted);
        return wanted;
    }

    /** Maven passes on an empty text what nobody gave. */
    private static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
