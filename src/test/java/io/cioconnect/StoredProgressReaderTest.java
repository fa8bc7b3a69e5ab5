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

class StoredProgressReaderTest {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private final CompletableFuture<Thread> reader = new CompletableFuture<>();

    @Test
    void answersFromMemoryWhileKafkaDoesNotAnswer() throws Exception {
        try (StoredProgressReader progress = new StoredProgressReader(this::late)) {
            progress.start();
            reading.await();
            assertThat(progress.last()).isEqualTo(StoredProgress.NOTHING);
            answer.countDown();
        }
    }

    /** Connect logs an interrupted read as an error, with a stack trace. */
    @Test
    void closingLetsAReadComeToItsEnd() throws Exception {
        try (StoredProgressReader progress = new StoredProgressReader(this::late)) {
            progress.start();
            reading.await();
        }
        answer.countDown();
        assertThat(answered.get()).as("not interrupted").isTrue();
        await("the thread ends").until(() -> !reader.join().isAlive());
    }

    @Test
    void anErrorOfOneRoundDoesNotEndTheOthers() {
        StoredProgress later = new StoredProgress(Map.of(), StoredWindows.NONE);
        var rounds = new ArrayDeque<Supplier<StoredProgress>>(List.of(
                () -> {
                    throw new StackOverflowError("simulated");
                },
                () -> later));
        try (StoredProgressReader progress =
                new StoredProgressReader(() -> rounds.remove().get())) {
            progress.read();
            assertThat(progress.last()).isSameAs(StoredProgress.NOTHING);
            progress.read();
            assertThat(progress.last()).isSameAs(later);
        }
    }

    private StoredProgress late() {
        reader.complete(Thread.currentThread());
        reading.countDown();
        try {
            answer.await();
            answered.complete(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answered.complete(false);
        }
        return StoredProgress.NOTHING;
    }
}
