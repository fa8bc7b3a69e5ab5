package io.cioconnect.it.rig;

import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.Attempt;
import io.cioconnect.simulator.DeliveryChecker;
import io.cioconnect.simulator.DeliveryChecker.Copy;
import io.cioconnect.simulator.DeliveryChecker.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** Reads all topics of a rig at rest and judges C1 to C5, C7 to C11, and what registration promises. One thread. */
final class Judge {
    /** What died has to be noticed first; what Kafka forgot is ended by {@link HangingTransactions}. */
    private static final Duration TRANSACTIONS = Duration.ofMinutes(3);

    private final Rig rig;
    private final Hunt hunt;
    private final Disturbances disturbances;
    private final List<String> violations = new ArrayList<>();
    private boolean judgesTimes = true;

    Judge(Rig rig, Hunt hunt) {
        this.rig = rig;
        this.hunt = hunt;
        this.disturbances = hunt.disturbances();
    }

    /** An answer may be late or missing at any time, and another receiver may have the deliveries. */
    Judge withoutTimes() {
        judgesTimes = false;
        return this;
    }

    Judgement judge() {
        violations.addAll(hunt.violations());
        violations.addAll(rig.effects.violations());
        TableJudge tables = new TableJudge(rig, disturbances.kills(), judgesTimes);
        violations.addAll(orElse("the tables", tables::judge, List.of()));
        violations.addAll(rig.hooks.judge(rig.customerIo.reportingWebhooks().hooks(), rig.eventNames()));
        orElse("the secrets", this::searchSecrets, 0);
        rig.serial.close(); // else what is still sent looks invented
        rig.parallel.close();
        List<Attempt> all = new ArrayList<>(rig.serial.attempts());
        all.addAll(rig.parallel.attempts());
        List<Copy> copies = orElse("the events", this::copies, List.of());
        Report report = checked(all, copies).check();
        report.violations().stream()
                .filter(violation -> !violation.startsWith("no answer")) // see DeadlineJudge
                .forEach(violation -> violations.add(promise(violation) + ": " + violation));
        judgeOrder(copies);
        DeadlineJudge deadlines = deadlines(all);
        Work work = Work.between(
                hunt.begun(),
                hunt.ended(),
                hunt.done().size(),
                all,
                orElse("the passes", () -> rig.topics.read(rig.connector + ".refreshes"), List.of()),
                orElse("the deliveries", () -> rig.topics.read(rig.connector + ".deliveries"), List.of()));
        if (judgesTimes) {
            violations.addAll(hunt.closedPorts());
            judgeDuplicates(all, copies);
            violations.addAll(deadlines.violations());
            work.tooLittle().ifPresent(violations::add);
        }
        all.forEach(attempt -> rig.history.add(
                attempt.started(),
                "attempt",
                Map.of(
                        "event",
                        attempt.eventId(),
                        "number",
                        attempt.number(),
                        "outcome",
                        attempt.outcome(),
                        "ended",
                        attempt.ended().toString())));
        Map<String, Long> oneHour = all.stream()
                .filter(Attempt::costsAnHour)
                .collect(Collectors.groupingBy(Attempt::outcome, TreeMap::new, Collectors.counting()));
        return new Judgement(
                List.copyOf(violations),
                report,
                all.stream().map(Attempt::eventId).distinct().count(),
                copies.size(),
                oneHour,
                all.stream()
                        .filter(attempt -> attempt.status() > 0)
                        .map(Attempt::took)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                tables.rightDeletes(),
                tables.explainedDeletes(),
                tables.wrongDeletes(),
                tables.wrongRows(),
                tables.orphans(),
                rig.hooks.made(),
                work,
                deadlines.starved(),
                rig.starvation.longest());
    }

    /** The one that a violation found by the checker of deliveries breaks. */
    private static String promise(String violation) {
        if (violation.contains("not in Kafka")) {
            return "C1";
        }
        if (violation.contains("never sent")) {
            return "C2";
        }
        if (violation.contains("copies after")) {
            return "C3";
        }
        return "C4";
    }

    private DeadlineJudge deadlines(List<Attempt> attempts) {
        DeadlineJudge deadlines = new DeadlineJudge(disturbances, rig.starvation::between);
        deadlines.judge(attempts);
        for (int number = 1; number <= rig.receivers().size(); number++) {
            String receiver = rig.receivers().get(number - 1);
            deadlines.judgeReceiver(
                    number,
                    rig.balancer.broken().stream()
                            .filter(broken -> broken.receiver().equals(receiver))
                            .toList());
        }
        return deadlines;
    }

    private DeliveryChecker checked(List<Attempt> attempts, List<Copy> copies) {
        DeliveryChecker checker = new DeliveryChecker(attempts, copies);
        disturbances.ofSenders().forEach(cut -> checker.withDowntime(cut.from(), cut.to()));
        disturbances.ofReceivers().forEach(still -> checker.withStandstill(still.from(), still.to()));
        if (!judgesTimes) {
            checker.withDowntime(Instant.EPOCH, Instant.MAX);
        }
        return checker;
    }

    /** C3: a retry that reaches the same receiver is written once; another spelling of an event is no retry. */
    private void judgeDuplicates(List<Attempt> attempts, List<Copy> copies) {
        Map<String, Long> stored = copies.stream().collect(Collectors.groupingBy(Copy::id, Collectors.counting()));
        Map<String, List<Attempt>> byEvent = attempts.stream().collect(Collectors.groupingBy(Attempt::eventId));
        byEvent.forEach((event, tries) -> {
            Instant first = tries.get(0).started();
            Instant last = tries.get(tries.size() - 1).ended();
            long bodies = tries.stream().map(Attempt::sha256).distinct().count();
            if (stored.getOrDefault(event, 0L) > bodies && !disturbances.movedBetween(first, last)) {
                violations.add("C3: " + stored.get(event) + " copies although one receiver had all " + tries.size()
                        + " attempts: " + event);
            }
        });
    }

    /** C7, of what the serial sender sent. */
    private void judgeOrder(List<Copy> copies) {
        List<Attempt> attempts = rig.serial.attempts();
        Set<String> ids = attempts.stream()
                .flatMap(attempt -> java.util.stream.Stream.of(attempt.eventId(), attempt.sha256()))
                .collect(Collectors.toSet());
        List<Copy> own = copies.stream().filter(copy -> ids.contains(copy.id())).toList();
        checked(attempts, own).inOrder().check().violations().stream()
                .filter(violation -> violation.startsWith("out of order"))
                .forEach(violation -> violations.add("C7: " + violation));
    }

    private List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (String topic : rig.topics.names(rig.connector)) {
            boolean isQuarantine = topic.endsWith(".quarantine");
            if (isQuarantine || topic.endsWith("_events") || topic.endsWith(".data")) {
                awaitTransactions(topic);
                for (TopicRecord record : rig.topics.read(topic)) {
                    if (!record.value().path("reason").asText().startsWith("row_")) {
                        String id = record.key()
                                .path(isQuarantine ? "sha256" : "event_id")
                                .asText();
                        copies.add(new Copy(id, topic, record.partition(), record.offset()));
                    }
                }
            }
        }
        return copies;
    }

    private void awaitTransactions(String topic) {
        try {
            await(topic + " can be read to its end")
                    .atMost(TRANSACTIONS)
                    .until(() -> !rig.topics.hasOpenTransaction(topic));
        } catch (ConditionTimeoutException open) {
            violations.add("C6: " + open.getMessage());
        }
    }

    /** A run ends in a judgement, whatever cannot be read. */
    private <T> T orElse(String what, Supplier<T> judged, T otherwise) {
        try {
            return judged.get();
        } catch (RuntimeException e) {
            violations.add("rig: could not judge " + what + ": " + e);
            return otherwise;
        }
    }

    /** C11: in no log, in no answer of REST, in no internal topic of Connect. Returns the number of secrets. */
    private int searchSecrets() {
        Map<String, String> texts = new TreeMap<>();
        rig.workers.forEach(worker -> texts.put("log of " + worker.addressOf(worker.receiverPort()), worker.log()));
        texts.put("REST", rig.group.shown());
        List.of("configs", "offsets", "status")
                .forEach(name -> texts.put(name, rig.topics.text(rig.connector + "-" + name)));
        for (String secret : rig.secrets.ever()) {
            texts.forEach((where, text) -> {
                if (text.contains(secret)) {
                    violations.add("C11: " + secret + " stands in " + where);
                }
            });
        }
        return rig.secrets.ever().size();
    }
}
