package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.offset.StoredWindows;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PassesReadTest {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void answersFromMemoryWhileKafkaDoesNotAnswer() throws Exception {
        try (PassesRead passes = new PassesRead(this::never)) {
            passes.start();
            reading.await();
            assertThat(passes.last()).isEqualTo(StoredLately.NOTHING);
        }
        await("closing ends the wait").until(() -> interrupted.getCount() == 0);
    }

    @Test
    void anErrorOfOneRoundDoesNotEndTheOthers() {
        StoredLately later = new StoredLately(Map.of(), StoredWindows.NONE);
        var rounds = new ArrayDeque<Supplier<StoredLately>>(List.of(
                () -> {
                    throw new StackOverflowError("simulated");
                },
                () -> later));
        try (PassesRead passes = new PassesRead(() -> rounds.remove().get())) {
            passes.read();
            assertThat(passes.last()).isSameAs(StoredLately.NOTHING);
            passes.read();
            assertThat(passes.last()).isSameAs(later);
        }
    }

    private StoredLately never() {
        reading.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted.countDown();
        }
        return StoredLately.NOTHING;
    }
}
