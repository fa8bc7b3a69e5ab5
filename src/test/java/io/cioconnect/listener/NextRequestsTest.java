package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.pace.Gathering;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class NextRequestsTest {
    private final List<Runnable> pool = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final NextRequests executor = new NextRequests(pool::add);

    @Test
    void whatIsNoLookAfterAnAnswerGoesToThePoolAsItComes() {
        executor.execute(() -> ran.add("selector"));
        executor.execute(() -> ran.add("acceptor"));

        assertThat(pool).hasSize(2);
        assertThat(ran).isEmpty();
    }

    @Test
    void theLookAfterALoneAnswerHappensAtOnce() {
        Gathering.during(() -> {
            look("lone");
            assertThat(ran).as("not before the answer was given").isEmpty();
        });

        assertThat(ran).containsExactly("lone");
        assertThat(pool).isEmpty();
    }

    @Test
    void thoseAfterManyAnswersAreOneTaskInOrder() {
        Gathering.during(() -> {
            look("first");
            look("second");
            look("third");
        });
        assertThat(pool).hasSize(1);
        assertThat(ran).isEmpty();

        runPool();
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void theRequestsTheyFindAreHandedOnTogether() {
        List<List<String>> handedOn = new ArrayList<>();
        Gathering<String> requests = new Gathering<>(handedOn::add);
        Gathering.during(() -> {
            executor.execute(() -> assertThat(requests.keep("one")).isTrue());
            executor.execute(() -> assertThat(requests.keep("two")).isTrue());
        });
        runPool();

        assertThat(handedOn).containsExactly(List.of("one", "two"));
    }

    @Test
    void oneThatFailsDoesNotTakeTheOthersWithIt() {
        Gathering.during(() -> {
            look("first");
            executor.execute(() -> {
                throw new IllegalStateException("simulated");
            });
            look("third");
            look("fourth");
        });
        assertThatThrownBy(this::runPool).hasMessage("simulated");
        assertThat(ran).containsExactly("first");

        runPool();
        assertThat(ran).containsExactly("first", "third", "fourth");
    }

    @Test
    void aServerThatWasStoppedBreaksNoAnswer() {
        var stopped = new NextRequests(task -> {
            throw new RejectedExecutionException("simulated");
        });
        assertThatCode(() -> Gathering.during(() -> {
                    stopped.execute(() -> ran.add("never"));
                    stopped.execute(() -> ran.add("never"));
                }))
                .doesNotThrowAnyException();
        assertThat(ran).isEmpty();
    }

    private void look(String name) {
        executor.execute(() -> ran.add(name));
    }

    private void runPool() {
        List<Runnable> tasks = List.copyOf(pool);
        pool.clear();
        tasks.forEach(Runnable::run);
    }
}
