package io.cioconnect.it.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.KafkaRelease;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.it.rig.RigRun.Outcome;
import io.cioconnect.it.rig.Schedule.Step;
import io.cioconnect.testing.Shrinking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Faults drawn from a seed meet a connector under load, and a checker judges it at rest. {@code -Dchaos.seed}, {@code -Dchaos.minutes}, {@code
 * -Dchaos.mode=alo|eos}, {@code -Dchaos.release=current|previous}, {@code -Dchaos.brokers=1|3}, {@code -Dchaos.workers} (two or more), {@code
 * -Dchaos.faults} (the only kinds to draw, comma separated) and {@code -Dchaos.schedule} (a file to repeat) make it another run. Schedule, history
 * and judgement stay in target/rig. A schedule that fails is made smaller for {@code -Dchaos.shrink.minutes}, and the smallest one that still failed
 * stays beside it.
 */
@ExtendWith(KafkaExtension.class)
final class RigChaos {
    private static final long SEED = 20_261_128;
    private static final int FAULTS = 12;
    private static final Duration SHORT = Duration.ofSeconds(60);
    /** More than there can be. */
    private static final int FAULTS_A_MINUTE = 80;

    private static final Duration SHRINKING =
            Duration.ofMinutes(Long.parseLong(property("chaos.shrink.minutes", "20")));
    /** Faults in each part of a long schedule that shrinking tries first. */
    private static final int PART = 30;

    @Test
    void keepsItsPromisesUnderFaultsDrawnFromASeed(SharedKafka kafka) throws IOException {
        int minutes = Integer.parseInt(property("chaos.minutes", "0"));
        String file = property("chaos.schedule", "");
        long seed = file.isEmpty()
                ? Long.parseLong(property("chaos.seed", Long.toString(SEED)))
                : Schedule.read(Path.of(file)).seed();
        Path directory = BuildOutput.directory().resolve("rig").resolve("seed-" + seed);
        RigRun run = new RigRun(kafka, size(), RigChaos::settings, true);
        Function<List<String>, Schedule> schedule = file.isEmpty()
                ? all -> Schedule.drawn(seed, kinds(all), minutes == 0 ? FAULTS : minutes * FAULTS_A_MINUTE)
                : all -> read(file);
        Outcome outcome = run.hunt(seed, schedule, duration(file, minutes), directory);
        boolean shrinks = SHRINKING.compareTo(Duration.ZERO) > 0
                && !outcome.judgement().violations().isEmpty();
        String shrunk = shrinks ? shrunk(run, seed, outcome, directory) : "not shrunk";
        assertThat(outcome.judgement().violations().stream().limit(20))
                .as("schedule, history and judgement in %s; %s", directory, shrunk)
                .isEmpty();
        assertThat(outcome.leaks()).as("C12: %s", outcome.text()).isEmpty();
    }

    private static Duration duration(String file, int minutes) {
        return !file.isEmpty() ? Duration.ofDays(1) : minutes == 0 ? SHORT : Duration.ofMinutes(minutes);
    }

    /** Repeats parts of the schedule as long as they break one of the same promises. */
    private static String shrunk(RigRun run, long seed, Outcome outcome, Path directory) throws IOException {
        Instant end = Instant.now().plus(SHRINKING);
        Set<String> broken = outcome.judgement().broken();
        Path shrinking = directory.resolve("shrinking");
        Shrinking<Step> shrinks = new Shrinking<>(
                steps -> {
                    Schedule part = new Schedule(seed, steps);
                    try {
                        Outcome again = run.hunt(seed, all -> part, Duration.ofDays(1), shrinking);
                        return again.judgement().broken().stream().anyMatch(broken::contains);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                () -> Instant.now().isBefore(end));
        List<Step> smallest = shrinks.shrink(outcome.steps(), outcome.steps().size() / PART);
        Path file = directory.resolve("shrunk.txt");
        new Schedule(seed, smallest).write(file);
        String kinds = smallest.stream().map(Step::kind).collect(Collectors.joining(", "));
        String text = "after " + shrinks.tries() + " tries " + smallest.size() + " of "
                + outcome.steps().size() + " faults still break one of " + broken + ", see " + file + ": " + kinds;
        System.out.println(text);
        Files.writeString(directory.resolve("judgement.txt"), outcome.text() + "\n" + text);
        return text;
    }

    private static Schedule read(String file) {
        try {
            return Schedule.read(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RigSize size() {
        return new RigSize(
                Integer.parseInt(property("chaos.brokers", Integer.toString(RigSize.SMALL.brokers()))),
                Integer.parseInt(property("chaos.workers", Integer.toString(RigSize.SMALL.workers()))));
    }

    private static WorkerSettings settings(WorkerSettings named) {
        WorkerSettings settings =
                property("chaos.release", "current").equals("previous") ? named.on(KafkaRelease.PREVIOUS) : named;
        return property("chaos.mode", "alo").equals("eos") ? settings.withExactlyOnce() : settings;
    }

    private static List<String> kinds(List<String> all) {
        List<String> wanted =
                List.of(property("chaos.faults", String.join(",", all)).split(","));
        assertThat(all).as("kinds of faults").containsAll(wanted);
        return all.stream().filter(wanted::contains).toList();
    }

    /** Maven passes on an empty text what nobody gave. */
    private static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
