package io.cioconnect.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When what was acknowledged is stored. */
@Timeout(60) // who waits for a commit that does not count waits for ever
class OffsetCommitsTest {
    private final OffsetCommits commits = new OffsetCommits();

    @Test
    void aCommitThatMayHaveBegunBeforeIsNotEnough() throws Exception {
        commits.committed();
        Thread waiting = waitingThread();
        commits.committed();
        await("the next one was perhaps under way").until(() -> waiting.getState() == Thread.State.WAITING);
        commits.committed();
        waiting.join();

        assertThat(commits.count()).isEqualTo(3);
    }

    @Test
    void nobodyWaitsWhenOffsetsComeWithTheRecords() throws Exception {
        Thread waiting = waitingThread();
        commits.comeWithRecords();
        waiting.join();
        commits.awaitStored();

        assertThat(commits.count()).isZero();
        assertThat(commits.isExactlyOnce()).isTrue();
    }

    private Thread waitingThread() {
        Thread thread = new Thread(() -> {
            try {
                commits.awaitStored();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }
}
