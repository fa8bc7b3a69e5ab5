package io.cioconnect.it.rig;

import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.it.rig.Schedule.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Hunts on rigs of their own, each from its start to its judgement.
 *
 * @param settings of the workers, but for their names
 * @param judgesTimes whether a late answer, a cut connection or a closed port is a violation; a machine without a core to spare is late itself
 */
record RigRun(SharedKafka kafka, RigSize size, UnaryOperator<WorkerSettings> settings, boolean judgesTimes) {

    private static final int LINES_SHOWN = 40;

    /**
     * What came out.
     *
     * @param steps what was injected before the time was up
     * @param leaks what grew more than it may
     */
    record Outcome(List<Step> steps, Judgement judgement, List<String> leaks, String text) {}

    /**
     * Keeps schedule, history and judgement in the directory.
     *
     * @param schedule made from the names of all kinds of faults
     */
    Outcome hunt(long seed, Function<List<String>, Schedule> schedule, Duration atMost, Path directory)
            throws IOException {
        WorkerSettings workers = settings.apply(WorkerSettings.named(kafka.unique("rig-" + seed)));
        try (Rig rig = new Rig(kafka, size, workers, seed, directory)) {
            Hunt hunt = new Hunt(rig, judgesTimes);
            Schedule wanted = schedule.apply(hunt.kindNames());
            wanted.write(directory.resolve("schedule.txt"));
            hunt.start();
            rig.vitals.remember();
            hunt.run(wanted, atMost);
            hunt.rest();
            Judge judge = new Judge(rig, hunt);
            Judgement judgement =
                    judgesTimes ? judge.judge() : judge.withoutTimes().judge();
            List<String> leaks = leaks(rig);
            String text = judgement.text(seed, hunt.injected(), rig.effects.seen(), rig.vitals.grown(), leaks);
            text.lines().limit(LINES_SHOWN).forEach(System.out::println);
            Files.writeString(directory.resolve("judgement.txt"), text);
            return new Outcome(hunt.done(), judgement, leaks, text);
        }
    }

    /** Of workers that can be asked: those that cannot have broken another promise. */
    private static List<String> leaks(Rig rig) {
        try {
            return rig.vitals.leaks();
        } catch (IOException unreachable) {
            return List.of("not counted, because of " + unreachable);
        }
    }
}
