package io.cioconnect.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final ManualClock clock = new ManualClock();
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final Deadlines deadlines = new Deadlines(this::schedule, clock::nanos);
    private final List<String> ran = new ArrayList<>();
    private int timers;
    private boolean hasNoThread;

    private void schedule(Runnable task, long delay, TimeUnit unit) {
        if (hasNoThread) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        timers++;
        var unused = scheduler.schedule(task, delay, unit);
    }

    @Test
    void eachRunsWhenItsTimeHasComeAndNotBefore() {
        set(300, "late");
        set(100, "early");
        set(200, "between");
        advance(99);
        assertThat(ran).isEmpty();
        advance(1);
        assertThat(ran).containsExactly("early");
        advance(100);
        assertThat(ran).containsExactly("early", "between");
        advance(1_000);
        assertThat(ran).containsExactly("early", "between", "late");
    }

    @Test
    void whatWasCancelledDoesNotRunAndWhatStandsBehindItDoes() {
        Deadlines.Deadline first = set(100, "first");
        set(100, "second");
        Deadlines.Deadline third = set(200, "third");
        first.cancel();
        advance(150);
        third.cancel();
        set(100, "fourth");
        advance(1_000);
        assertThat(ran).containsExactly("second", "fourth");
    }

    @Test
    void oneTimerServesAllThatAreCancelledInTime() {
        for (int i = 0; i < 1_000; i++) {
            Deadlines.Deadline deadline = set(3_000, "never");
            advance(1);
            deadline.cancel();
        }
        assertThat(timers).isEqualTo(1);
        advance(10_000);
        assertThat(ran).isEmpty();
        assertThat(timers).isEqualTo(1);
    }

    @Test
    void whatFailsDoesNotKeepTheOthersFromRunning() {
        Deadlines.Deadline failing = deadlines.in(100, () -> {
            throw new IllegalStateException("on purpose");
        });
        set(100, "other");
        advance(100);
        assertThat(ran).containsExactly("other");
        failing.cancel();
        set(100, "later");
        advance(100);
        assertThat(ran).containsExactly("other", "later");
    }

    @Test
    void whatCannotBeTimedIsNotKeptAndTheNextOneIsTimed() {
        hasNoThread = true;
        assertThatThrownBy(() -> set(100, "refused")).isInstanceOf(OutOfMemoryError.class);
        hasNoThread = false;

        set(100, "next");
        advance(1_000);

        assertThat(ran).containsExactly("next");
    }

    @Test
    void whatIsDueRunsAlsoWhenTheOthersCannotBeTimed() {
        set(100, "first");
        set(200, "second");
        hasNoThread = true;
        advance(100);
        assertThat(ran).containsExactly("first");
        hasNoThread = false;

        set(300, "third");
        advance(100);
        assertThat(ran).containsExactly("first", "second");
        advance(1_000);
        assertThat(ran).containsExactly("first", "second", "third");
    }

    private Deadlines.Deadline set(long millis, String name) {
        return deadlines.in(millis, () -> ran.add(name));
    }

    private void advance(long millis) {
        scheduler.advance(Duration.ofMillis(millis));
    }
}
