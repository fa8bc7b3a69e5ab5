package io.cioconnect.it.rig;

import io.cioconnect.simulator.DeliveryChecker.Report;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What came out of a run.
 *
 * @param violations empty when all was kept that is promised
 * @param sent events of which there was an attempt
 * @param stored records of events, in event topics and in quarantine
 * @param oneHour answers and errors that cost an hour, by cause; those of cut connections included
 * @param explainedDeletes of rows that two passes in a row were not shown
 * @param wrongRows differences between topics and API at rest
 * @param orphans rows that stay in a topic, as is documented
 * @param hooks reporting webhooks of ours that were ever made
 * @param starved answers that were late, but no more than the machine was
 * @param longestWait of a thread that wanted a core
 */
record Judgement(
        List<String> violations,
        Report report,
        long sent,
        long stored,
        Map<String, Long> oneHour,
        Duration slowest,
        int rightDeletes,
        int explainedDeletes,
        int wrongDeletes,
        int wrongRows,
        int orphans,
        int hooks,
        Work work,
        List<String> starved,
        Duration longestWait) {

    /** The promises that were broken, such as {@code C1}. */
    Set<String> broken() {
        return violations.stream()
                .map(violation -> violation.substring(0, violation.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param effects what the faults were seen to do */
    String text(
            long seed,
            Map<String, Integer> faults,
            Map<String, Integer> effects,
            List<String> grown,
            List<String> leaks) {
        return String.format(
                Locale.ROOT,
                """
                seed %d: %d faults %s
                seen of them: %s
                %s
                events: sent %d, answered 200 %d, stored %d, duplicates %d; attempts by outcome %s
                one-hour answers by cause %s; slowest answer %d ms
                late while the machine was starved %d; longest wait for a core %d ms
                deletes right %d, after two empty replies %d, wrong %d; rows wrong at rest %d, orphans that are documented %d; webhooks made %d
                held before and after: %s; leaks %s
                %sviolations %d
                %s""",
                seed,
                faults.values().stream().mapToInt(Integer::intValue).sum(),
                faults,
                effects,
                work.text(),
                sent,
                report.confirmed(),
                stored,
                report.duplicates(),
                report.outcomes(),
                oneHour,
                slowest.toMillis(),
                starved.size(),
                longestWait.toMillis(),
                rightDeletes,
                explainedDeletes,
                wrongDeletes,
                wrongRows,
                orphans,
                hooks,
                String.join(", ", grown),
                leaks,
                starved.stream().map(late -> "starved: " + late + "\n").collect(Collectors.joining()),
                violations.size(),
                String.join("\n", violations));
    }
}
