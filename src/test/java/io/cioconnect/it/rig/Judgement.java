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
 * @param wrongRows differences between topics and API at rest
 * @param hooks reporting webhooks of ours that were ever made
 */
record Judgement(
        List<String> violations,
        Report report,
        long sent,
        long stored,
        Map<String, Long> oneHour,
        Duration slowest,
        int rightDeletes,
        int wrongDeletes,
        int wrongRows,
        int hooks) {

    /** The promises that were broken, such as {@code C1}. */
    Set<String> broken() {
        return violations.stream()
                .map(violation -> violation.substring(0, violation.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String text(long seed, Map<String, Integer> faults, List<String> grown, List<String> leaks) {
        return String.format(
                Locale.ROOT,
                """
                seed %d: %d faults %s
                events: sent %d, answered 200 %d, stored %d, duplicates %d; attempts by outcome %s
                one-hour answers by cause %s; slowest answer %d ms
                deletes right %d, wrong %d; rows wrong at rest %d; webhooks made %d
                held before and after: %s; leaks %s
                violations %d
                %s""",
                seed,
                faults.values().stream().mapToInt(Integer::intValue).sum(),
                faults,
                sent,
                report.confirmed(),
                stored,
                report.duplicates(),
                report.outcomes(),
                oneHour,
                slowest.toMillis(),
                rightDeletes,
                wrongDeletes,
                wrongRows,
                hooks,
                String.join(", ", grown),
                leaks,
                violations.size(),
                String.join("\n", violations));
    }
}
