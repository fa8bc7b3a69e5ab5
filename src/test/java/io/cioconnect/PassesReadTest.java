package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.offset.StoredWindows;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PassesReadTest {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private final CompletableFuture<Thread> reader = new CompletableFuture<>();

    @Test
    void answersFromMemoryWhileKafkaDoesNotAnswer() throws Exception {
        try (PassesRead passes = new PassesRead(this::late)) {
            passes.start();
            reading.await();
            assertThat(passes.last()).isEqualTo(StoredLately.NOTHING);
            answer.countDown();
        }
    }

    /** Connect logs an interrupted read as an error, with a stack trace. */
    @Test
    void closingLetsAReadComeToItsEnd() throws Exception {
        try (PassesRead passes = new PassesRead(this::late)) {
            passes.start();
            reading.await();
        }
        answer.countDown();
        assertThat(answered.get()).as("not interrupted").isTrue();
        await("the thread ends").until(() -> !reader.join().isAlive());
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

    private StoredLately late() {
        reader.complete(Thread.currentThread());
        reading.countDown();
        try {
            answer.await();
            answered.complete(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answered.complete(false);
        }
        return StoredLately.NOTHING;
    }
}
