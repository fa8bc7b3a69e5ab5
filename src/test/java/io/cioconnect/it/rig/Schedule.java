package io.cioconnect.it.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Faults one after the other, drawn from a seed: the same seed gives the same ones, each with the same times and the same further draws. */
record Schedule(long seed, List<Step> steps) {
    private static final int SHORTEST_GAP_MILLIS = 100;
    private static final int LONGEST_GAP_MILLIS = 1_800;

    /** Of ten faults seven are over soon, two last some seconds, and one outlasts what waits for it. */
    private static final List<Range> HOLDS =
            List.of(new Range(7, 200, 1_500), new Range(2, 1_500, 4_000), new Range(1, 4_000, 10_000));

    private static final int OUT_OF = HOLDS.stream().mapToInt(Range::share).sum();

    private static final String HEAD = "seed ";

    private record Range(int share, int fromMillis, int toMillis) {
        private Duration draw(SplittableRandom random) {
            return Duration.ofMillis(random.nextInt(fromMillis, toMillis));
        }
    }

    /**
     * One fault.
     *
     * @param gap from the beginning of the one before; about as long as a hold, so that faults meet
     * @param hold until it is healed
     * @param draw decides what the kind leaves open, such as the worker
     */
    record Step(int number, String kind, Duration gap, Duration hold, int draw) {
        private String line() {
            return String.join(
                    " ", "" + number, kind, "" + gap.toMillis(), "" + hold.toMillis(), Integer.toString(draw));
        }

        private static Step of(String line) {
            String[] parts = line.split(" ", -1);
            return new Step(
                    Integer.parseInt(parts[0]),
                    parts[1],
                    Duration.ofMillis(Long.parseLong(parts[2])),
                    Duration.ofMillis(Long.parseLong(parts[3])),
                    Integer.parseInt(parts[4]));
        }
    }

    /**
     * Goes on in rounds, each in another order, so that no kind is missing from a long run.
     *
     * @param kinds those of a round, each as often as the round has it
     */
    static Schedule drawn(long seed, List<String> kinds, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        List<String> round = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            if (round.isEmpty()) {
                round.addAll(kinds);
            }
            steps.add(new Step(
                    number,
                    round.remove(random.nextInt(round.size())),
                    Duration.ofMillis(random.nextInt(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS)),
                    hold(random),
                    random.nextInt(1 << 20)));
        }
        return new Schedule(seed, List.copyOf(steps));
    }

    private static Duration hold(SplittableRandom random) {
        int drawn = random.nextInt(OUT_OF);
        for (Range range : HOLDS) {
            drawn -= range.share();
            if (drawn < 0) {
                return range.draw(random);
            }
        }
        throw new IllegalStateException("no hold for the draw");
    }

    /** The same seed for all else, with these faults only. */
    Schedule only(List<Step> kept) {
        return new Schedule(seed, List.copyOf(kept));
    }

    /** A line for the seed and one for each fault: number, kind, gap and hold in milliseconds, draw. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD + seed));
        steps.forEach(step -> lines.add(step.line()));
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    static Schedule read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new Schedule(
                Long.parseLong(lines.get(0).substring(HEAD.length())),
                lines.stream().skip(1).map(Step::of).toList());
    }
}
