package io.cioconnect.it.rig;

import io.cioconnect.it.harness.Canary;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long the machine kept waiting those who wanted a core: in this JVM, which plays sender and load balancer, and in one beside it, which stands for
 * workers. Thread-safe.
 */
final class Starvation implements AutoCloseable {
    /** Into the history go these; all are counted. */
    private static final Duration WORTH_NOTING = Duration.ofMillis(200);

    private final History history;
    private final Delays here = new Delays();
    private final Delays beside = new Delays();
    private final Canary own;
    private final Canary child;

    /** Delays of one canary, oldest first. */
    private static final class Delays {
        private final List<Canary.Delay> all = new ArrayList<>(); // guarded by this

        synchronized void add(Canary.Delay delay) {
            all.add(delay);
        }

        synchronized Duration between(Instant from, Instant to) {
            return all.stream()
                    .filter(delay -> delay.from().isBefore(to) && delay.to().isAfter(from))
                    .map(delay -> Duration.between(later(from, delay.from()), earlier(to, delay.to())))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        synchronized Duration longest() {
            return all.stream().map(Canary.Delay::took).max(Duration::compareTo).orElse(Duration.ZERO);
        }

        private static Instant later(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }

        private static Instant earlier(Instant a, Instant b) {
            return a.isBefore(b) ? a : b;
        }
    }

    Starvation(History history) throws IOException {
        this.history = history;
        own = Canary.inThisJvm(delay -> note("here", here, delay));
        child = Canary.inAnotherJvm(delay -> note("beside", beside, delay));
    }

    private void note(String where, Delays delays, Canary.Delay delay) {
        delays.add(delay);
        if (delay.took().compareTo(WORTH_NOTING) >= 0) {
            history.add(
                    delay.to(),
                    "starved",
                    Map.of("where", where, "millis", delay.took().toMillis()));
        }
    }

    /** For how much of this time a thread that wanted a core had to wait for it, in the JVM that waited longer. */
    Duration between(Instant from, Instant to) {
        Duration inThis = here.between(from, to);
        Duration inOther = beside.between(from, to);
        return inThis.compareTo(inOther) > 0 ? inThis : inOther;
    }

    /** The longest that a thread waited at once. */
    Duration longest() {
        Duration inThis = here.longest();
        Duration inOther = beside.longest();
        return inThis.compareTo(inOther) > 0 ? inThis : inOther;
    }

    @Override
    public void close() {
        own.close();
        child.close();
    }
}
