package io.cioconnect.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The script of faults. A path also matches everything below it and may start with a method, as in {@code "POST /v1/reporting_webhooks"}.
 * The oldest matching rule is used. Thread-safe.
 */
public final class ApiFaults {
    private final List<Rule> rules = new ArrayList<>();

    private static final class Rule {
        private final String path;
        private final int page;
        private final Fault fault;
        private int left;

        private Rule(String path, int page, int left, Fault fault) {
            this.path = path;
            this.page = page;
            this.left = left;
            this.fault = fault;
        }

        private boolean fits(String method, String requested, int requestedPage) {
            String target = path.startsWith("/") ? requested : method + " " + requested;
            return (page == 0 || page == requestedPage) && (target.equals(path) || target.startsWith(path + "/"));
        }
    }

    public ApiFaults always(String path, Fault fault) {
        return add(new Rule(path, 0, Integer.MAX_VALUE, fault));
    }

    public ApiFaults times(int times, String path, Fault fault) {
        return add(new Rule(path, 0, times, fault));
    }

    /** Only requests for that page of a list, counted from 1. */
    public ApiFaults onPage(int page, int times, String path, Fault fault) {
        return add(new Rule(path, page, times, fault));
    }

    public synchronized void clear() {
        rules.clear();
    }

    /** Removes the rules for exactly this path. */
    public synchronized void clear(String path) {
        rules.removeIf(rule -> rule.path.equals(path));
    }

    /** Rules that still wait for a request, including permanent ones. */
    public synchronized int pending() {
        return rules.size();
    }

    /** The same of exactly this path. */
    public synchronized int pending(String path) {
        return (int) rules.stream().filter(rule -> rule.path.equals(path)).count();
    }

    private synchronized ApiFaults add(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** Uses the oldest matching rule once. */
    synchronized Optional<Fault> take(String method, String path, int page) {
        Optional<Rule> found =
                rules.stream().filter(rule -> rule.fits(method, path, page)).findFirst();
        found.filter(rule -> rule.left != Integer.MAX_VALUE && --rule.left == 0).ifPresent(rules::remove);
        return found.map(rule -> rule.fault);
    }
}
