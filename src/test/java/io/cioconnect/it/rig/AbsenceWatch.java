package io.cioconnect.it.rig;

import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks ten times a second, and at every list that is served, which rows are missing: a delete is right when its row was
 * missing at some time before it (a pass takes a while, and a page of it may be older than the delete). Thread-safe.
 */
final class AbsenceWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;
    private static final int SERVED_BETWEEN_LOOKS = 8;

    private final List<Truth> truths;
    private final Map<String, Map<String, List<Absence>>> absent = new HashMap<>(); // guarded by this
    private final Map<String, Set<String>> known = new HashMap<>(); // guarded by this
    private final Map<String, NavigableSet<Instant>> served = new HashMap<>(); // guarded by this
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    private Instant lastLook = Instant.EPOCH; // guarded by this

    private record Absence(Instant from, Instant to) {}

    AbsenceWatch(List<Truth> truths) {
        this.truths = List.copyOf(truths);
        for (Truth truth : truths) {
            known.put(truth.table(), new HashSet<>());
            absent.put(truth.table(), new HashMap<>());
            served.put(truth.table(), new TreeSet<>());
        }
        look();
        var unused = looking.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        Instant now = Instant.now();
        for (Truth truth : truths) {
            Set<String> listed = truth.keys();
            Set<String> all = known.get(truth.table());
            all.addAll(listed);
            for (String key : all) {
                if (!listed.contains(key)) {
                    extend(absences(truth, key), now);
                }
            }
        }
        lastLook = now;
    }

    /** A list that was served whole shows absences that were too short to be looked at. */
    synchronized void served(ServedPage page) {
        for (Truth truth : truths) {
            truth.shown().of(page).ifPresent(shown -> {
                served.get(truth.table()).add(page.at());
                Set<String> all = known.get(truth.table());
                all.addAll(shown.present());
                for (String key : all) {
                    if (shown.isMissing().test(key)) {
                        absences(truth, key).add(new Absence(page.at(), page.at()));
                    }
                }
            });
        }
    }

    private List<Absence> absences(Truth truth, String key) {
        return absent.get(truth.table()).computeIfAbsent(key, first -> new ArrayList<>());
    }

    private void extend(List<Absence> absences, Instant now) {
        for (int i = absences.size() - 1; i >= Math.max(0, absences.size() - SERVED_BETWEEN_LOOKS); i--) {
            if (absences.get(i).to.equals(lastLook)) {
                absences.set(i, new Absence(absences.get(i).from, now));
                return;
            }
        }
        absences.add(new Absence(now, now));
    }

    /**
     * A row that was missing when its list was last served is deleted rightly however late: what a crash may have kept from Kafka is written again by
     * the next pass, even if that one is shown an empty list.
     *
     * @param pass how old a page may be that led to the delete
     */
    synchronized boolean isRight(String table, String key, Instant deleted, Duration pass) {
        Instant last = served.get(table).floor(deleted);
        return absent.get(table).getOrDefault(key, List.of()).stream()
                .anyMatch(absence -> (!absence.from.isAfter(deleted) && absence.to.isAfter(deleted.minus(pass)))
                        || (last != null && !absence.from.isAfter(last) && !absence.to.isBefore(last)));
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
