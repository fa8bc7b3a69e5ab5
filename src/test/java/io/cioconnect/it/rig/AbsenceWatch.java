package io.cioconnect.it.rig;

import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator.ServedPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks ten times a second, and at every list that is served, which rows are missing: a delete is right when its row was
 * missing at some time before it (a pass takes a while, and a page of it may be older than the delete). Thread-safe.
 */
final class AbsenceWatch implements AutoCloseable {
    private static final Duration PASS = Duration.ofSeconds(90);
    private static final long EVERY_MILLIS = 100;
    private static final Set<String> IN_PAGES = Set.of("newsletters", "sender_identities");

    private final List<ApiList> lists;
    private final Map<String, Map<String, List<Absence>>> absent = new HashMap<>(); // guarded by this
    private final Map<String, Set<String>> known = new HashMap<>(); // guarded by this
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    private Instant lastLook = Instant.EPOCH; // guarded by this

    private record Absence(Instant from, Instant to) {}

    AbsenceWatch(List<ApiList> lists) {
        this.lists = lists;
        look();
        var unused = looking.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        Instant now = Instant.now();
        for (ApiList list : lists) {
            Set<String> listed = new HashSet<>(list.ids());
            Set<String> all = known.computeIfAbsent(list.name(), name -> new HashSet<>());
            all.addAll(listed);
            Map<String, List<Absence>> missing = absent.computeIfAbsent(list.name(), name -> new HashMap<>());
            for (String key : all) {
                if (!listed.contains(key)) {
                    extend(missing.computeIfAbsent(key, first -> new ArrayList<>()), now);
                }
            }
        }
        lastLook = now;
    }

    /** A list that was served whole shows absences that were too short to be looked at. */
    synchronized void served(ServedPage page) {
        if (!IN_PAGES.contains(page.table())) {
            Set<String> all = known.computeIfAbsent(page.table(), name -> new HashSet<>());
            all.addAll(page.ids());
            for (String key : all) {
                if (!page.ids().contains(key)) {
                    absent.computeIfAbsent(page.table(), name -> new HashMap<>())
                            .computeIfAbsent(key, first -> new ArrayList<>())
                            .add(new Absence(page.at(), page.at()));
                }
            }
        }
    }

    private void extend(List<Absence> absences, Instant now) {
        Absence last = absences.isEmpty() ? null : absences.get(absences.size() - 1);
        if (last != null && last.to.equals(lastLook)) {
            absences.set(absences.size() - 1, new Absence(last.from, now));
        } else {
            absences.add(new Absence(now, now));
        }
    }

    synchronized boolean isRight(String table, String key, Instant deleted) {
        return absent.get(table).getOrDefault(key, List.of()).stream()
                .anyMatch(absence -> !absence.from.isAfter(deleted) && absence.to.isAfter(deleted.minus(PASS)));
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
