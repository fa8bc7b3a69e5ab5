package io.cioconnect.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The counts of campaigns, their actions and journeys, of broadcasts, newsletters and transactional messages, and of the links in all of
 * them. A parent is named as in its path, such as {@code campaigns/5} or {@code campaigns/5/actions/259}. Thread-safe.
 */
public final class Metrics {
    static final List<String> SERIES = List.of("""
            attempted bounced clicked converted created deferred delivered drafted failed human_clicked human_opened \
            link_untracked machine_clicked open_untracked opened prefetch_opened replied sent spammed suppressed \
            topic_unsubscribed tracking_consent_denied tracking_consent_granted undeliverable unsubscribed \
            untracked""".split(" "));
    private static final List<String> JOURNEY_SERIES =
            List.of("started", "activated", "never_activated", "messaged", "exited_early", "finished", "converted");
    private static final List<String> LINK_SERIES = List.of("clicked", "human_clicked", "machine_clicked");

    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private final Map<String, Counts> journeys = new ConcurrentHashMap<>();
    private final Map<String, List<Link>> links = new ConcurrentHashMap<>();
    private final Map<String, List<Variant>> variants = new ConcurrentHashMap<>();
    private volatile boolean nullWhenEmpty;
    private volatile boolean startAsAsked;

    /** A link in a message: all clicks, and unique clicks, which count each person once. */
    public record Link(long id, String href, Counts clicks, Counts unique) {}

    /** One language of an action that branches by language. */
    public record Variant(String actionId, String language, boolean isDefault, Counts counts) {}

    public Counts of(String parent) {
        return counts.computeIfAbsent(parent, same -> new Counts(SERIES));
    }

    /** Counts of a parent whose replies contain only series that were counted, as for webhook newsletters. */
    public Counts sparse(String parent) {
        return counts.computeIfAbsent(parent, same -> new Counts(List.of()));
    }

    /** Counts of the journeys through a campaign. */
    public Counts journeys(long campaignId) {
        return journeys.computeIfAbsent(Long.toString(campaignId), same -> new Counts(JOURNEY_SERIES));
    }

    /** Adds a link to the messages of a parent. */
    public Link link(String parent, long id, String href) {
        Link link = new Link(id, href, new Counts(LINK_SERIES), new Counts(LINK_SERIES));
        links.computeIfAbsent(parent, same -> new CopyOnWriteArrayList<>()).add(link);
        return link;
    }

    /** Adds a language to an action of a campaign or broadcast. */
    public Counts variant(String parent, String actionId, String language, boolean isDefault) {
        Counts its = new Counts(SERIES);
        variants.computeIfAbsent(parent, same -> new CopyOnWriteArrayList<>())
                .add(new Variant(actionId, language, isDefault, its));
        return its;
    }

    /** Whether a parent without links has {@code null} instead of an empty array. */
    public void nullWhenEmpty(boolean value) {
        nullWhenEmpty = value;
    }

    /** Whether {@code start} in a version 2 reply repeats that of the request. At first, it is the start of the first bucket. */
    public void startAsAsked(boolean value) {
        startAsAsked = value;
    }

    public void clear() {
        counts.clear();
        journeys.clear();
        links.clear();
        variants.clear();
    }

    /** Three days of sample numbers; the last day is not over yet. */
    public void seed(Instant now) {
        clear();
        for (int day = 0; day < 3; day++) {
            Instant at = now.minus(2L - day, ChronoUnit.DAYS);
            for (String parent : List.of(
                    "campaigns/5", "campaigns/5/actions/259", "newsletters/41", "broadcasts/21", "transactional/3")) {
                of(parent)
                        .add(at, "created", 100 + day)
                        .add(at, "sent", 98 + day)
                        .add(at, "opened", 40 + day);
            }
            journeys(5).add(at, "started", 50 + day).add(at, "finished", 35 + day);
        }
        link("newsletters/41", 1234, "https://shop.example.com/august").clicks().add(now, "clicked", 5);
    }

    boolean isNullWhenEmpty() {
        return nullWhenEmpty;
    }

    boolean isStartAsAsked() {
        return startAsAsked;
    }

    List<Link> links(String parent) {
        return links.getOrDefault(parent, List.of());
    }

    List<Variant> variants(String parent) {
        return variants.getOrDefault(parent, List.of());
    }

    /** The counts of a parent; zeros if nothing was counted. */
    Counts read(String parent) {
        return Optional.ofNullable(counts.get(parent)).orElseGet(() -> new Counts(SERIES));
    }

    Counts readJourneys(String campaignId) {
        return Optional.ofNullable(journeys.get(campaignId)).orElseGet(() -> new Counts(JOURNEY_SERIES));
    }
}
